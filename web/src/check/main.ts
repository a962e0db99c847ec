import "../styles/fonts.css";
import "../styles/theme.css";
import "../styles/search.css";
import "../styles/result.css";
import "../styles/about.css";
import "../styles/check.css";
import { renderBadges } from "../about";
import { Api, ApiError } from "../api";
import type { Version } from "../contract";
import { byId, button, element } from "../dom";
import { explain } from "../failure";
import { initialLanguage, translatePage, Translator } from "../language";
import { unitsView, wardView } from "./tables";
import { checkLink, readCheckTarget } from "./target";

const translator = new Translator(initialLanguage(new URLSearchParams(location.search).get("lang")));
const api = new Api(document.baseURI);
const target = readCheckTarget(location.search);
const main = byId("check");
let version: Version = {};

void show();
void describe();

byId("language-switch").addEventListener("click", () => {
  translator.choose(translator.language === "vi" ? "en" : "vi");
  history.replaceState(null, "", checkLink(target, translator.language));
  void show();
});

async function show(): Promise<void> {
  translatePage(document, translator);
  document.title = `${translator.text("checkTitle")} — Vmap`;
  byId("language-switch").textContent = translator.text("otherLanguageShort");
  byId("language-switch").setAttribute("aria-label", translator.text("otherLanguage"));
  byId<HTMLAnchorElement>("to-map").href = `./?lang=${translator.language}`;
  renderBadges(byId("badges"), version, translator);
  try {
    main.replaceChildren(...(await view()));
  } catch (error) {
    main.replaceChildren(failure(error));
  }
}

/** Whether the data is made. The page also works without being told. */
async function describe(): Promise<void> {
  version = await api.version().catch(() => ({}));
  renderBadges(byId("badges"), version, translator);
}

async function view(): Promise<HTMLElement[]> {
  const { ward, finding, page } = target;
  if (!ward) return unitsView(await api.quality(), target, translator);
  return wardView(await api.wardFindings(ward, finding, page, translator.language), target, translator);
}

function failure(error: unknown): HTMLElement {
  const { title, hint } = explain(error, translator);
  // What is missing here is said best by the server: a code, or the sums of an older release.
  const words = error instanceof ApiError && error.kind === "missing" ? [error.detail] : [title, hint];
  const retry = button(translator.text("retry"), "button", () => void show());
  return element("div", { class: "message" }, ...words.map((line) => element("p", {}, line)), retry);
}
