import type { AddressForm, Candidate, Converted, Form } from "./contract";

/** A candidate's place in its list, none of them, or what comes first by itself. */
export type Choice = number | "none" | "automatic";

/** One line that was pasted, and its address in the other form. */
export interface Line {
  text: string;
  to: Form;
  converted: Converted;
  choice: Choice;
}

/** The lines of a text that say something. Cells of a sheet, pasted with tabs between them, are parts of an address. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trim().replace(/\s*\t\s*/g, ", ").replace(/\s+/g, " "));
  return lines.filter(Boolean);
}

export function candidatesOf({ converted }: Line): Candidate[] {
  return converted.candidates ?? [];
}

/** The candidate that the line ends with; undecided lines have the likeliest. */
export function candidateOf(line: Line): Candidate | undefined {
  if (line.choice === "none") return undefined;
  return candidatesOf(line)[line.choice === "automatic" ? 0 : line.choice];
}

export function formOf(line: Line): AddressForm | undefined {
  return candidateOf(line)?.[line.to];
}

/** Whether several units fit and nobody has chosen yet. */
export function isOpen({ converted, choice }: Line): boolean {
  return converted.status === "ambiguous" && choice === "automatic";
}

/** What is copied: the address in the other form, and what is not certain as it was. */
export function copiedText(lines: readonly Line[]): string {
  return lines.map((line) => (isOpen(line) ? line.text : (formOf(line)?.label ?? line.text))).join("\n");
}

const COLUMNS = [
  "address",
  "result_status",
  "result_address",
  "result_ward",
  "result_ward_code",
  "result_district",
  "result_district_code",
  "result_province",
  "result_province_code",
  "result_share",
  "result_alternatives",
  "result_unmatched",
  "result_note",
  "result_choice",
];

/** Every line with its answer under the names that `vmap convert` gives, and how it was chosen. */
export function csvLines(lines: readonly Line[]): (string | number)[][] {
  return [COLUMNS, ...lines.map(csvLine)];
}

function csvLine(line: Line): (string | number)[] {
  const { text, converted, choice } = line;
  const form = formOf(line);
  return [
    text,
    converted.status,
    form?.label ?? "",
    form?.ward ?? "",
    form?.ward_code ?? "",
    form?.district ?? "",
    form?.district_code ?? "",
    form?.province ?? "",
    form?.province_code ?? "",
    candidateOf(line)?.share ?? "",
    isOpen(line) ? alternatives(line) : "",
    converted.unmatched?.join("; ") ?? "",
    converted.problem?.detail ?? "",
    typeof choice === "number" ? "chosen" : choice,
  ];
}

/** The smallest units of the other candidates by their codes, each with its share. */
function alternatives(line: Line): string {
  const others = candidatesOf(line).slice(1);
  return others.map((other) => `${codeOf(other[line.to])}:${other.share}`).join(";");
}

function codeOf(form: AddressForm | undefined): string {
  return form?.ward_code ?? form?.district_code ?? form?.province_code ?? "";
}
