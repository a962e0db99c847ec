const KINDS = "tinh|thanh pho|tp|quan|q|huyen|h|thi xa|tx|phuong|p|xa|x|thi tran|tt";

/** Whether a line of an address names a unit, with its kind in full, cut short or left out; numbers need theirs. */
export function mentions(line: string, unit: string): boolean {
  const said = ` ${worded(line)} `;
  const name = worded(unit).replace(new RegExp(`^(${KINDS}) (?=.)`), "");
  if (!/^\d+$/.test(name)) return name !== "" && said.includes(` ${name} `);
  const [kind = ""] = /^[a-z]/.exec(worded(unit)) ?? ["[a-z]"];
  return new RegExp(` ${kind}[a-z]* ?0*${Number(name)} `).test(said);
}

/** Without case, marks and punctuation: words with single blanks between them. */
export function worded(text: string): string {
  const bare = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d");
  return bare.replace(/[^a-z0-9]+/g, " ").trim();
}
