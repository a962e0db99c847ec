import { button, element } from "../dom";
import type { BatchWords } from "./wording";

/** Where a file is dropped or chosen. */
export function fileStep(words: BatchWords, message: HTMLElement | undefined, onFile: (file: File) => void): HTMLElement {
  const input = element("input", { type: "file", class: "visually-hidden", id: "file", tabindex: "-1", "aria-label": words.text("chooseFile") });
  input.accept = ".csv,.tsv,.txt,.xlsx,text/csv,text/tab-separated-values";
  input.addEventListener("change", () => take(input.files, onFile));
  const zone = element(
    "div",
    { class: "drop" },
    element("p", {}, words.text("drop")),
    button(words.text("chooseFile"), "button primary", () => input.click()),
    input,
    element("p", { class: "soft" }, words.text("formats")),
    message,
  );
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    take(event.dataTransfer?.files ?? null, onFile);
  });
  return zone;
}

function take(files: FileList | null, onFile: (file: File) => void): void {
  const file = files?.[0];
  if (file) onFile(file);
}
