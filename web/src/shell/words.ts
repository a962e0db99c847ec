import { fill, type Language, type Translator } from "../language";

export type Messages<Key extends string> = Readonly<Record<Key, string>>;

/** The words of one page, in the language that its translator has chosen now. */
export class Words<Key extends string> {
  constructor(
    readonly translator: Translator,
    private readonly messages: Record<Language, Messages<Key>>,
  ) {}

  /** A message with each `{name}` replaced by the value of that name; numbers in the form of the language. */
  text(key: Key, values: Record<string, string | number> = {}): string {
    const shown = Object.entries(values).map(([name, value]) => [name, typeof value === "number" ? this.number(value) : value]);
    return fill(this.messages[this.translator.language][key], Object.fromEntries(shown));
  }

  number(value: number, maximumFractionDigits = 0): string {
    return this.translator.number(value, maximumFractionDigits);
  }

  percent(share: number, digits = 0): string {
    return `${this.number(share * 100, digits)} %`;
  }
}
