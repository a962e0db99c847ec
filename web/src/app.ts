import { renderAbout, renderBadges } from "./about";
import { ApiError, type Api } from "./api";
import type { OpenedPlace } from "./card";
import { copyText } from "./clipboard";
import { isUnit, type Answer, type Place, type Position, type Version } from "./contract";
import { explain } from "./failure";
import { translatePage, type Translator } from "./language";
import { Latest } from "./latest";
import { linkTo, readPosition, readTarget, type Target } from "./link";
import type { PlaceMap } from "./map";
import type { MessageKey } from "./messages";
import { renderPanel, viewSentence, type PanelActions, type View } from "./panel";
import { SearchBox, type SearchBoxElements } from "./search-box";

export interface AppElements {
  search: SearchBoxElements;
  panel: HTMLElement;
  badges: HTMLElement;
  about: HTMLElement;
  status: HTMLElement;
  toast: HTMLElement;
  languageSwitch: HTMLButtonElement;
}

const TOAST_MILLISECONDS = 2500;

/** One question to the server, and what becomes of its answer. */
interface Question {
  ask(signal: AbortSignal): Promise<Answer>;
  show(answer: Answer): void;
  retry(): void;
  /** What to show when the server knows no such thing. */
  missing?: View;
}

/** Joins the search box, the panel, the map and the link into one page. */
export class App {
  private readonly latest = new Latest();
  private readonly searchBox: SearchBox;
  private view: View = { kind: "nothing" };
  private version: Version = {};
  private map: PlaceMap | undefined;
  private moveWhenAttached = false;
  private toastTimer = 0;

  constructor(
    private readonly api: Api,
    private readonly translator: Translator,
    private readonly elements: AppElements,
  ) {
    this.searchBox = new SearchBox(elements.search, this, translator);
    translator.onChange(() => this.retranslate());
    elements.languageSwitch.addEventListener("click", () => this.switchLanguage());
    window.addEventListener("popstate", () => this.openLink());
    this.translateAll();
  }

  /** The map comes when its fonts have; whatever was opened meanwhile is shown on it. */
  attachMap(map: PlaceMap): void {
    this.map = map;
    map.translate(this.translator);
    if (this.view.kind === "opened") map.show(this.view.opened, this.moveWhenAttached);
  }

  /** Says what data this is. Without an answer the page goes on: its questions will tell why. */
  async describe(): Promise<void> {
    this.version = await this.api.version().catch(() => ({}));
    this.renderVersion();
  }

  /** Opens what the page's address asks for; a view in the address is kept. */
  openLink(): void {
    const target = readTarget(location.search);
    const keepView = location.hash !== "";
    if (target?.kind === "query") this.openQuery(target.query, keepView);
    else if (target?.kind === "identifier") this.openIdentifier(target.id, keepView);
    else this.forget();
  }

  async suggest(text: string, signal: AbortSignal): Promise<Place[]> {
    if (readPosition(text)) return [];
    const answer = await this.api.autocomplete(text, this.searchOptions(signal));
    return answer.features;
  }

  submit(query: string): void {
    this.navigate({ kind: "query", query });
    this.openQuery(query, false);
  }

  /** Opens a suggestion, which is a whole answer already. */
  choose(place: Place): void {
    this.latest.cancel();
    this.navigate(targetOf(place));
    this.open({ place }, [], true);
  }

  press(chosen: Position): void {
    void this.run({
      ask: (signal) => this.api.reverse(chosen, this.searchOptions(signal)),
      show: (answer) => this.openNearest(answer, chosen),
      retry: () => this.press(chosen),
    });
  }

  clear(): void {
    this.navigate(undefined);
    this.forget();
  }

  explain(error: unknown): string {
    const { title, hint } = explain(error, this.translator);
    return `${title} ${hint}`;
  }

  announce(text: string): void {
    this.elements.status.textContent = text;
  }

  private openQuery(query: string, keepView: boolean): void {
    this.searchBox.text = query;
    const position = readPosition(query);
    if (position) return this.press(position);
    const missing = absent("nothingFound", "nothingFoundHint", { query });
    void this.run({
      ask: (signal) => this.api.search(query, this.searchOptions(signal)),
      show: (answer) => this.openFirst(answer, keepView, missing),
      retry: () => this.openQuery(query, keepView),
    });
  }

  private openIdentifier(id: string, keepView: boolean): void {
    this.searchBox.text = "";
    const missing = absent("noSuchPlace", "noSuchPlaceHint", { id });
    void this.run({
      ask: (signal) => this.api.place(id, signal),
      show: (answer) => this.openFirst(answer, keepView, missing),
      retry: () => this.openIdentifier(id, keepView),
      missing,
    });
  }

  /** Asks one question at a time, and shows its answer or why there is none. */
  private async run(question: Question): Promise<void> {
    this.elements.panel.setAttribute("aria-busy", "true");
    if (this.view.kind !== "opened") this.render({ kind: "waiting" });
    try {
      const answer = await this.latest.run(question.ask);
      if (!answer) return;
      question.show(answer);
    } catch (error) {
      this.fail(error, question);
    }
  }

  private fail(error: unknown, { missing, retry }: Question): void {
    const isMissing = error instanceof ApiError && error.kind === "missing";
    this.render(isMissing && missing ? missing : { kind: "failed", error, retry });
  }

  private openFirst(answer: Answer, keepView: boolean, otherwise: View): void {
    const [place, ...others] = answer.features;
    if (!place) return this.render(otherwise);
    this.open({ place }, others, !keepView);
  }

  private openNearest(answer: Answer, chosen: Position): void {
    const [nearest, ...others] = answer.features.filter(({ properties }) => !isUnit(properties));
    const ward = answer.features.find(({ properties }) => properties.type === "ward");
    const place = nearest ?? ward;
    if (!place) return this.render(absent("nothingHere", "nothingHereHint", {}));
    this.navigate(targetOf(place));
    this.searchBox.text = place.properties.label;
    this.open({ place, ward, chosen }, others, false);
  }

  private openOther(place: Place): void {
    if (this.view.kind !== "opened") return;
    const { opened, others } = this.view;
    this.navigate(targetOf(place));
    this.open({ ...opened, place }, [opened.place, ...others.filter((other) => other !== place)], true);
  }

  private open(opened: OpenedPlace, others: Place[], move: boolean): void {
    this.render({ kind: "opened", opened, others });
    this.map?.show(opened, move);
    this.moveWhenAttached = move;
    if (this.searchBox.text === "") this.searchBox.text = opened.place.properties.label;
    document.title = `${opened.place.properties.label} – Vmap`;
  }

  private forget(): void {
    this.latest.cancel();
    this.searchBox.text = "";
    this.render({ kind: "nothing" });
    this.map?.clear();
    document.title = "Vmap";
  }

  private render(view: View): void {
    this.view = view;
    if (view.kind !== "waiting") this.elements.panel.removeAttribute("aria-busy");
    renderPanel(this.elements.panel, view, this.panelActions(), this.translator);
    this.announce(viewSentence(view, this.translator));
  }

  private panelActions(): PanelActions {
    return {
      choose: (place) => this.openOther(place),
      copy: (text) => void this.copy(text, "copied"),
      share: (place) => void this.copy(this.linkOf(place), "linkCopied"),
      close: () => this.clear(),
    };
  }

  /** A link to the place itself: the view is left to the screen that opens it. */
  private linkOf(place: Place): string {
    const link = new URL(linkTo(location.href, targetOf(place), this.translator.language));
    link.hash = "";
    return link.href;
  }

  private async copy(text: string, done: MessageKey): Promise<void> {
    const copied = await copyText(text);
    this.toast(this.translator.text(copied ? done : "copyFailed"));
  }

  private toast(text: string): void {
    const { toast } = this.elements;
    toast.textContent = text;
    window.clearTimeout(this.toastTimer);
    this.toastTimer = window.setTimeout(() => toast.replaceChildren(), TOAST_MILLISECONDS);
  }

  private searchOptions(signal: AbortSignal) {
    const bias = this.map?.bias;
    return { language: this.translator.language, signal, ...(bias && { bias }) };
  }

  private navigate(target: Target | undefined): void {
    const link = linkTo(location.href, target, this.translator.language);
    if (link !== location.href) history.pushState(null, "", link);
  }

  private switchLanguage(): void {
    this.translator.choose(this.translator.language === "vi" ? "en" : "vi");
    history.replaceState(null, "", linkTo(location.href, readTarget(location.search), this.translator.language));
  }

  private retranslate(): void {
    this.translateAll();
    this.render(this.view);
    this.renderVersion();
    this.map?.translate(this.translator);
  }

  private translateAll(): void {
    translatePage(document, this.translator);
    const { languageSwitch } = this.elements;
    languageSwitch.textContent = this.translator.text("otherLanguageShort");
    languageSwitch.lang = this.translator.language === "vi" ? "en" : "vi";
    languageSwitch.setAttribute("aria-label", this.translator.text("otherLanguage"));
  }

  private renderVersion(): void {
    renderBadges(this.elements.badges, this.version, this.translator);
    renderAbout(this.elements.about, this.version, this.translator);
  }
}

function absent(title: MessageKey, hint: MessageKey, values: Record<string, string>): View {
  return { kind: "absent", title, hint, values };
}

/** A place between two known ones has no identifier of its own: it is found again by its words. */
function targetOf({ properties }: Place): Target {
  const derived = properties.match_level === "interpolated" || properties.match_level === "alley";
  return derived ? { kind: "query", query: properties.label } : { kind: "identifier", id: properties.id };
}
