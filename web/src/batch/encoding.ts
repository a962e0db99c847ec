export const ENCODINGS = ["utf-8", "utf-16le", "utf-16be", "windows-1258", "windows-1252"] as const;

export type Encoding = (typeof ENCODINGS)[number];

/** Bytes looked at where a file does not say what it is. */
const SAMPLE_BYTES = 65_536;

/** Tone marks of their own in Windows-1258: grave, hook, tilde, acute, dot below. */
const TONE_BYTES = new Set([0xcc, 0xd2, 0xde, 0xec, 0xf2]);

/** How the text of a file is written: by its mark, by its zeros, by being UTF-8, else by where tone marks stand. */
export function detectEncoding(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  return zerosOfUtf16(sample) ?? (isUtf8(bytes) ? "utf-8" : singleByteEncoding(sample));
}

/** The text without a byte order mark, as it is written; tones that Windows-1258 has apart are put on their vowels. */
export function decode(bytes: Uint8Array, encoding: Encoding): string {
  const text = new TextDecoder(encoding).decode(bytes);
  return encoding === "windows-1258" ? text.normalize("NFC") : text;
}

/** ASCII letters in UTF-16 have a zero byte each, on one side only. */
function zerosOfUtf16(bytes: Uint8Array): Encoding | undefined {
  let [even, odd] = [0, 0];
  for (const [at, byte] of bytes.entries()) {
    if (byte !== 0) continue;
    if (at % 2 === 0) even += 1;
    else odd += 1;
  }
  if (odd > bytes.length / 10 && odd > 4 * even) return "utf-16le";
  if (even > bytes.length / 10 && even > 4 * odd) return "utf-16be";
  return undefined;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** In Windows-1258 a tone stands behind its vowel; in Windows-1252 the same bytes are letters (Ì, Ò, Þ, ì, ò). */
function singleByteEncoding(bytes: Uint8Array): Encoding {
  const text = new TextDecoder("windows-1252").decode(bytes);
  let [behindVowel, elsewhere] = [0, 0];
  for (const [at, byte] of bytes.entries()) {
    if (!TONE_BYTES.has(byte)) continue;
    if (/[aeiouyâêôăơưàáèéìíòóùú\u00d5\u00dd\u00e3\u00f5\u00fd]/i.test(text[at - 1] ?? "")) behindVowel += 1;
    else elsewhere += 1;
  }
  return elsewhere > behindVowel ? "windows-1252" : "windows-1258";
}
