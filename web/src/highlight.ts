export interface TextPart {
  text: string;
  matched: boolean;
}

/** Cuts a label into matched and other parts. Ranges count characters, not UTF-16 units. */
export function splitByRanges(label: string, ranges: [number, number][] = []): TextPart[] {
  const characters = Array.from(label);
  const parts: TextPart[] = [];
  let position = 0;
  const add = (end: number, matched: boolean) => {
    if (end > position) parts.push({ text: characters.slice(position, end).join(""), matched });
    position = Math.max(position, end);
  };
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    add(Math.min(start, characters.length), false);
    add(Math.min(end, characters.length), true);
  }
  add(characters.length, false);
  return parts;
}

export function highlightedLabel(label: string, ranges?: [number, number][]): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const part of splitByRanges(label, ranges)) {
    fragment.append(part.matched ? markOf(part.text) : part.text);
  }
  return fragment;
}

function markOf(text: string): HTMLElement {
  const mark = document.createElement("mark");
  mark.textContent = text;
  return mark;
}
