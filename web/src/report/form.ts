import { ApiError, type Api } from "../api";
import { isUnit, positionOf, type Place, type Position, type ProposalKind } from "../contract";
import { button, element } from "../dom";
import { explain } from "../failure";
import type { Translator } from "../language";
import type { MessageKey } from "../messages";
import type { OpenedPlace } from "../opened";
import { isDerived } from "../wording";
import { FIELDS, fieldsOf, proposalOf, type Field, type Wishes } from "./proposal";
import { receipt } from "./receipt";

export interface ReportTools {
  api: Api;
  translator: Translator;
  /** Lets a person choose a position on the map, until picking ends. */
  pick(start: Position, onMove: (position: Position) => void): void;
  endPicking(): void;
}

const KIND_WORDS: Record<ProposalKind, MessageKey> = {
  move: "reportMove",
  correct: "reportCorrect",
  gone: "reportGone",
  new: "reportNew",
};

const FIELD_WORDS: Record<Field, MessageKey> = {
  name: "fieldName",
  housenumber: "fieldHousenumber",
  street: "fieldStreet",
  hamlet: "fieldHamlet",
};

/** The form with which a person says what is wrong with a place, or that one is missing. */
export function reportForm(opened: OpenedPlace, tools: ReportTools): HTMLElement {
  return new ReportForm(opened, tools).form;
}

class ReportForm {
  readonly form = element("form", { class: "report-form" });
  private readonly details = element("div", { class: "report-details" });
  private readonly note = element("p", { class: "note", role: "alert", hidden: "" });
  private readonly place: Place;
  private readonly start: Position;
  private kind: ProposalKind;
  private position: Position;

  constructor(
    private readonly opened: OpenedPlace,
    private readonly tools: ReportTools,
  ) {
    this.place = opened.place;
    this.kind = this.kinds()[0] ?? "new";
    this.start = this.position = this.startOf(this.kind);
    this.form.append(this.choices(), this.details, ...this.remarks(), this.note, this.buttons());
    this.form.addEventListener("submit", (event) => this.onSubmit(event));
    this.form.addEventListener("closed", () => this.tools.endPicking());
    this.choose(this.kind);
  }

  private text(key: MessageKey, values: Record<string, string> = {}): string {
    return this.tools.translator.text(key, values);
  }

  private kinds(): ProposalKind[] {
    const { properties } = this.place;
    const known: ProposalKind[] = isUnit(properties) || isDerived(properties) ? [] : ["move", "correct", "gone"];
    return this.opened.chosen ? [...known, "new"] : known;
  }

  private startOf(kind: ProposalKind): Position {
    return (kind === "new" && this.opened.chosen?.position) || positionOf(this.place);
  }

  private choices(): HTMLElement {
    const options = this.kinds().map((kind) => {
      const option = element("input", { type: "radio", name: "kind", value: kind });
      option.checked = kind === this.kind;
      option.addEventListener("change", () => this.choose(kind));
      return element("label", { class: "report-kind" }, option, this.text(KIND_WORDS[kind]));
    });
    return element("fieldset", {}, element("legend", {}, this.text("reportKind")), ...options);
  }

  /** Shows what this kind of proposal needs, and lets the map be used for it. */
  private choose(kind: ProposalKind): void {
    this.kind = kind;
    this.tools.endPicking();
    this.note.hidden = true;
    this.details.replaceChildren(...this.fields());
    if (kind === "move" || kind === "new") this.pick();
  }

  private fields(): HTMLElement[] {
    const { type } = this.place.properties;
    const fields = this.kind === "correct" ? fieldsOf(type) : this.kind === "new" ? FIELDS : [];
    return fields.map((field) => {
      const value = this.kind === "correct" ? (this.place.properties[field] ?? "") : "";
      return this.labelled(FIELD_WORDS[field], element("input", { name: field, value, maxlength: "200" }));
    });
  }

  private pick(): void {
    const output = element("output", { class: "report-position" });
    const show = (position: Position) => {
      this.position = position;
      output.textContent = `${position.lat.toFixed(6)}, ${position.lon.toFixed(6)}`;
    };
    show(this.startOf(this.kind));
    const place = element("p", {}, `${this.text("reportPosition")}: `, output);
    this.details.append(element("p", { class: "aside" }, this.text("reportMoveHelp")), place);
    this.tools.pick(this.position, show);
  }

  private remarks(): HTMLElement[] {
    const comment = element("textarea", { name: "comment", rows: "2", maxlength: "2000" });
    const contact = element("input", { name: "contact", maxlength: "200", autocomplete: "email" });
    return [
      this.labelled("reportComment", comment),
      this.labelled("reportContact", contact),
      element("p", { class: "aside" }, this.text("reportPrivacy")),
    ];
  }

  private labelled(words: MessageKey, input: HTMLElement): HTMLElement {
    return element("label", { class: "field" }, element("span", {}, this.text(words)), input);
  }

  private buttons(): HTMLElement {
    const send = element("button", { type: "submit", class: "button primary" }, this.text("reportSend"));
    const cancel = button(this.text("reportCancel"), "button", () => this.form.dispatchEvent(new Event("close")));
    return element("p", { class: "button-row" }, send, cancel);
  }

  private onSubmit(event: Event): void {
    event.preventDefault();
    const reading = proposalOf(this.place, this.start, this.wishes());
    if ("missing" in reading) this.say(this.text(reading.missing));
    else void this.send(reading.proposal);
  }

  private wishes(): Wishes {
    const values = Object.fromEntries(new FormData(this.form)) as Record<string, string>;
    const { comment = "", contact = "", ...fields } = values;
    return { ...fields, kind: this.kind, position: this.position, comment, contact };
  }

  private async send(proposal: Parameters<Api["propose"]>[0]): Promise<void> {
    this.form.setAttribute("aria-busy", "true");
    this.say(this.text("reportSending"));
    try {
      const made = await this.tools.api.propose(proposal);
      this.tools.endPicking();
      this.form.replaceChildren(receipt(made, this.tools));
    } catch (error) {
      this.say(this.failure(error));
    } finally {
      this.form.removeAttribute("aria-busy");
    }
  }

  /** What a proposal lacks is said best by the server. */
  private failure(error: unknown): string {
    if (error instanceof ApiError && error.isWithoutRegistry) return this.text("reportNoRegistry");
    if (error instanceof ApiError && error.kind === "refused") return `${this.text("reportRefused")} ${error.detail}`;
    const { title, hint } = explain(error, this.tools.translator);
    return `${title} ${hint}`;
  }

  private say(words: string): void {
    this.note.textContent = words;
    this.note.hidden = false;
  }
}
