import { ApiError } from "../api";
import type { CountryQuality } from "../check/contract";
import { button, element } from "../dom";
import { explain } from "../failure";
import type { Shell } from "../shell/shell";
import type { CurrentRelease, Releases, Usage } from "./contract";
import { provincesOf } from "./measure";
import { Provinces } from "./provinces";
import { currentSection, filesSection, qualitySection, releasesSection, sourcesSection, usageSection } from "./sections";
import type { StatusKey, StatusWords } from "./wording";

/** What was answered to each question of the page, or why not. */
interface Answers {
  releases: PromiseSettledResult<Releases>;
  current: PromiseSettledResult<CurrentRelease>;
  quality: PromiseSettledResult<CountryQuality>;
  usage: PromiseSettledResult<Usage>;
}

/** What the data is: each part stands by itself, so that one that is missing takes no other with it. */
export class StatusPage {
  private answers: Answers | undefined;
  private provinces: Provinces | undefined;

  constructor(
    private readonly shell: Shell,
    private readonly words: StatusWords,
  ) {
    shell.translator.onChange(() => this.draw());
    shell.theme.onChange(() => this.provinces?.useTheme());
    this.draw();
    void this.load();
  }

  private async load(): Promise<void> {
    const { api } = this.shell;
    const [releases, current, quality, usage] = await Promise.allSettled([
      api.get<Releases>("releases", {}),
      api.get<CurrentRelease>("releases/current", {}),
      api.quality(),
      api.get<Usage>("usage", {}),
    ]);
    this.answers = { releases, current, quality, usage };
    if (current.status === "fulfilled" && current.value.provinces.length > 0) {
      const known = quality.status === "fulfilled" ? quality.value : undefined;
      this.provinces = new Provinces(this.shell, this.words, provincesOf(current.value.provinces, known));
    }
    this.draw();
  }

  private draw(): void {
    const { words, answers } = this;
    const title = [element("h1", {}, words.text("title")), element("p", { class: "lead" }, words.text("lead"))];
    const content = answers ? this.sections(answers) : [element("p", { class: "soft", role: "status" }, words.text("loading"))];
    this.shell.content.replaceChildren(...title, ...content);
  }

  private sections({ releases, current, quality, usage }: Answers): HTMLElement[] {
    const { words } = this;
    this.provinces?.draw();
    return [
      this.section("current", releases, (value) => currentSection(value, words)),
      this.section("provinces", current, () => [this.provinces?.element ?? element("p", { class: "soft" }, words.text("missing"))]),
      this.section("quality", quality, (value) => qualitySection(value, words)),
      this.section("usage", usage, (value) => usageSection(value, words)),
      this.section("files", current, (value) => filesSection(value, words)),
      this.section("sources", releases, (value) => sourcesSection(value, words)),
      this.section("releases", releases, (value) => releasesSection(value, words)),
      element("div", { class: "buttons no-print" }, button(words.text("print"), "button", () => window.print())),
    ];
  }

  private section<T>(name: StatusKey, answer: PromiseSettledResult<T>, show: (value: T) => HTMLElement[]): HTMLElement {
    const shown = answer.status === "fulfilled" ? show(answer.value) : [this.failure(answer.reason)];
    return element("section", { class: `status-${name}`, "aria-labelledby": `heading-${name}` }, element("h2", { id: `heading-${name}` }, this.words.text(name)), ...shown);
  }

  private failure(error: unknown): HTMLElement {
    const isMissing = error instanceof ApiError && error.kind === "missing";
    const { title, hint } = explain(error, this.shell.translator);
    return element("p", { class: "soft" }, isMissing ? this.words.text("missing") : `${title} ${hint}`);
  }
}
