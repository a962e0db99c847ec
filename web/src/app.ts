import { renderAbout, renderBadges } from "./about";
import type { Api } from "./api";
import { copyText, shareLink } from "./clipboard";
import type { Place, Position, Version } from "./contract";
import { explain } from "./failure";
import { translatePage, type Translator } from "./language";
import { Latest } from "./latest";
import { linkTo, readTarget, type Target } from "./link";
import type { PlaceMap } from "./map/place-map";
import type { MessageKey } from "./messages";
import type { OpenedPlace } from "./opened";
import { renderPanel, viewSentence, type PanelActions } from "./panel";
import { Questions, type Question } from "./questions";
import { RecentPlaces } from "./recent";
import { SearchBox, type SearchBoxElements } from "./search-box";
import { Suggestions } from "./suggestions";
import type { ThemeSwitch } from "./theme";
import { Toast } from "./toast";
import type { AddressStack, View } from "./view";
import { isDerived } from "./wording";

export interface AppElements {
  search: SearchBoxElements;
  panel: HTMLElement;
  badges: HTMLElement;
  about: HTMLElement;
  status: HTMLElement;
  toast: HTMLElement;
}

/** What becomes of the answer to a question. */
interface Wish {
  /** Whether the map goes there; a view in the page's address is kept. */
  move: boolean;
  /** Whether the place becomes the page's address: what was typed stays there by itself. */
  navigate?: boolean;
  /** What is said while the answer is on its way. */
  waiting?: MessageKey;
}

/** Joins the search box, the panel, the map and the link into one page. */
export class App {
  private readonly latest = new Latest();
  private readonly recent = new RecentPlaces();
  private readonly questions: Questions;
  private readonly searchBox: SearchBox;
  private readonly toast: Toast;
  private view: View = { kind: "nothing" };
  private version: Version = {};
  private map: PlaceMap | undefined;
  private moveWhenAttached = false;

  constructor(
    private readonly api: Api,
    private readonly translator: Translator,
    private readonly theme: ThemeSwitch,
    private readonly elements: AppElements,
  ) {
    this.questions = new Questions(api, (signal) => this.searchOptions(signal));
    this.searchBox = this.makeSearchBox();
    this.toast = new Toast(elements.toast);
    translator.onChange(() => this.retranslate());
    window.addEventListener("popstate", () => this.openLink());
    translatePage(document, translator);
  }

  /** The map comes when its fonts have; whatever was opened meanwhile is shown on it. */
  attachMap(map: PlaceMap): void {
    this.map = map;
    map.translate(this.translator);
    this.showOnMap(this.moveWhenAttached);
  }

  /** Says what data this is. Without an answer the page goes on: its questions will tell why. */
  async describe(): Promise<void> {
    this.version = await this.api.version().catch(() => ({}));
    this.renderVersion();
  }

  /** Opens what the page's address asks for, or goes on with what was typed before the page was ready. */
  start(): void {
    if (readTarget(location.search)) this.openLink();
    else this.searchBox.takeUp();
  }

  /** Opens what the page's address asks for; a view in the address is kept. */
  openLink(): void {
    const target = readTarget(location.search);
    if (target) this.openTarget(target, location.hash === "");
    else this.forget();
  }

  press(position: Position): void {
    this.run(this.questions.point(position), { move: false, navigate: true });
  }

  pressStack(stack: AddressStack): void {
    this.latest.cancel();
    this.map?.clear();
    this.render({ kind: "stack", stack });
  }

  openNearMe(): void {
    this.run(this.questions.nearMe(), { move: true, navigate: true, waiting: "locating" });
  }

  async print(): Promise<void> {
    if (!this.map) return;
    const { printPage } = await import("./print/printing");
    const place = this.view.kind === "opened" ? this.view.opened.place : undefined;
    const link = place ? this.linkOf(place) : location.href;
    await printPage({ place, link, version: this.version }, this.map, this.theme.theme, this.translator);
  }

  switchLanguage(): void {
    this.translator.choose(this.translator.language === "vi" ? "en" : "vi");
    const target = readTarget(location.search);
    history.replaceState(null, "", linkTo(location.href, target, this.translator.language));
    // Names of units come in the language they are asked in; a pressed point would be lost.
    if (target && this.view.kind === "opened" && !this.view.opened.chosen) this.openTarget(target, false);
  }

  private makeSearchBox(): SearchBox {
    const suggestions = new Suggestions(this.api, this.translator, this.recent, {
      place: (place) => this.openSuggested(place),
      text: (text) => this.submit(text),
      recent: ({ target }) => this.openRecent(target),
    });
    const actions = {
      suggest: (text: string, signal: AbortSignal) => suggestions.for(text, this.searchOptions(signal)),
      recent: () => suggestions.recent(),
      clearRecent: () => this.recent.clear(),
      submit: (text: string) => this.submit(text),
      clear: () => this.clear(),
      announce: (text: string) => this.announce(text),
      explain: (error: unknown) => this.explain(error),
    };
    return new SearchBox(this.elements.search, actions, this.translator);
  }

  private submit(query: string): void {
    this.openRecent({ kind: "query", query });
  }

  private openRecent(target: Target): void {
    this.navigate(target);
    this.openTarget(target, true);
  }

  private openTarget(target: Target, move: boolean): void {
    const isQuery = target.kind === "query";
    this.searchBox.text = isQuery ? target.query : "";
    this.run(isQuery ? this.questions.typed(target.query) : this.questions.identifier(target.id), { move });
  }

  /** Opens a suggestion, which is a whole answer already. */
  private openSuggested(place: Place): void {
    this.latest.cancel();
    this.navigate(targetOf(place));
    this.open({ kind: "opened", opened: { place }, others: [] }, { move: true });
  }

  private openOther(place: Place): void {
    if (this.view.kind !== "opened") return;
    const { opened, others } = this.view;
    this.navigate(targetOf(place));
    const rest = [opened.place, ...others.filter((other) => other !== place)];
    this.open({ kind: "opened", opened: { ...opened, place }, others: rest }, { move: true });
  }

  private openIdentifier(id: string): void {
    this.openRecent({ kind: "identifier", id });
  }

  /** Asks one question at a time, and shows its answer or why there is none. */
  private run(question: Question, wish: Wish): void {
    this.elements.panel.setAttribute("aria-busy", "true");
    if (this.view.kind !== "opened" || wish.waiting) {
      this.render({ kind: "waiting", sentence: wish.waiting ?? "searching" });
    }
    this.latest.run(question).then(
      (view) => view && this.open(view, wish),
      (error: unknown) => this.render({ kind: "failed", error, retry: () => this.run(question, wish) }),
    );
  }

  private open(view: View, { move, navigate }: Wish): void {
    this.render(view);
    this.showOnMap(move);
    if (view.kind !== "opened") return;
    const { opened } = view;
    const { label, type } = opened.place.properties;
    if (navigate) {
      this.navigate(targetOf(opened.place));
      this.searchBox.text = label;
    }
    if (this.searchBox.text === "") this.searchBox.text = label;
    if (!opened.chosen) this.recent.add({ label, type, target: targetOf(opened.place) });
    document.title = `${label} – Vmap`;
  }

  private showOnMap(move: boolean): void {
    this.moveWhenAttached = move;
    if (this.view.kind === "opened") this.map?.show(this.view.opened, move);
    if (this.view.kind === "absent" && this.view.position) this.map?.showPoint(this.view.position, move);
  }

  private clear(): void {
    this.navigate(undefined);
    this.forget();
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
    const { panel } = this.elements;
    if (view.kind === "waiting") panel.setAttribute("aria-busy", "true");
    else panel.removeAttribute("aria-busy");
    this.map?.endPicking();
    renderPanel(panel, view, this.panelActions(), this.translator);
    this.announce(viewSentence(view, this.translator));
  }

  private panelActions(): PanelActions {
    return {
      choose: (place) => this.openOther(place),
      openIdentifier: (id) => this.openIdentifier(id),
      copy: (text) => void this.copy(text, "copied"),
      share: (place) => void this.share(place),
      print: () => void this.print(),
      close: () => this.clear(),
      qrCode: async (place) => (await import("./card/qr-code")).qrCode(this.linkOf(place), this.translator),
      report: (opened) => this.reportForm(opened),
      history: async ({ properties: { id } }) =>
        (await import("./card/history")).placeHistory(id, this.api, this.translator),
      formerWards: async ({ properties: { id } }) =>
        (await import("./card/former-wards")).formerWards(id, this.api, this.translator),
    };
  }

  private async reportForm(opened: OpenedPlace): Promise<HTMLElement> {
    const { reportForm } = await import("./report/form");
    return reportForm(opened, {
      api: this.api,
      translator: this.translator,
      pick: (start, onMove) => this.map?.pick(start, onMove),
      endPicking: () => this.map?.endPicking(),
    });
  }

  /** A link to the place itself: the view is left to the screen that opens it. */
  private linkOf(place: Place): string {
    const link = new URL(linkTo(location.href, targetOf(place), this.translator.language));
    link.hash = "";
    return link.href;
  }

  private async share(place: Place): Promise<void> {
    const link = this.linkOf(place);
    if (!(await shareLink(place.properties.label, link))) await this.copy(link, "linkCopied");
  }

  private async copy(text: string, done: MessageKey): Promise<void> {
    const copied = await copyText(text);
    this.toast.say(this.translator.text(copied ? done : "copyFailed"));
  }

  private explain(error: unknown): string {
    const { title, hint } = explain(error, this.translator);
    return `${title} ${hint}`;
  }

  private announce(text: string): void {
    this.elements.status.textContent = text;
  }

  private searchOptions(signal: AbortSignal) {
    const bias = this.map?.bias;
    return { language: this.translator.language, signal, ...(bias && { bias }) };
  }

  private navigate(target: Target | undefined): void {
    const link = linkTo(location.href, target, this.translator.language);
    if (link !== location.href) history.pushState(null, "", link);
  }

  private retranslate(): void {
    translatePage(document, this.translator);
    this.render(this.view);
    this.renderVersion();
    this.map?.translate(this.translator);
  }

  private renderVersion(): void {
    renderBadges(this.elements.badges, this.version, this.translator);
    renderAbout(this.elements.about, this.version, this.translator);
  }
}

/** A place between two known ones has no identifier of its own: it is found again by its words. */
function targetOf({ properties }: Place): Target {
  if (isDerived(properties)) return { kind: "query", query: properties.label };
  return { kind: "identifier", id: properties.id };
}
