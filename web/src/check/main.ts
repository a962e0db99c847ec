import "../styles/result.css";
import "../styles/about.css";
import "../styles/check.css";
import { renderBadges } from "../about";
import { ApiError } from "../api";
import type { Version } from "../contract";
import { button, element } from "../dom";
import { explain } from "../failure";
import { Shell } from "../shell/shell";
import { unitsView, wardView } from "./tables";
import { readCheckTarget } from "./target";

const shell = new Shell("check");
const { api, translator, content } = shell;
const target = readCheckTarget(location.search);
const badges = element("ul", { class: "badges" });
const view = element("div", { "aria-live": "polite" });
let version: Version = {};

content.append(badges, view);
translator.onChange(() => void show());
void show();
void describe();

async function show(): Promise<void> {
  renderBadges(badges, version, translator);
  try {
    view.replaceChildren(...(await views()));
  } catch (error) {
    view.replaceChildren(failure(error));
  }
}

/** Whether the data is made. The page also works without being told. */
async function describe(): Promise<void> {
  version = await api.version().catch(() => ({}));
  renderBadges(badges, version, translator);
}

async function views(): Promise<HTMLElement[]> {
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
