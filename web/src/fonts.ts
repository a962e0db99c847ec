/** The families the map style asks for, each with a letter of either subset. */
const FACES = ['400 16px "Be Vietnam Pro"', '600 16px "Be Vietnam Pro"', '600 16px "Be Vietnam Pro SemiBold"'];
const LETTERS_OF_EACH_SUBSET = "aữ";

/**
 * Waits for the fonts: the map keeps each letter as it was first drawn, so a
 * letter drawn before its font has come would stay in the wrong font.
 */
export async function loadFonts(): Promise<void> {
  await Promise.allSettled(FACES.map((face) => document.fonts.load(face, LETTERS_OF_EACH_SUBSET)));
}
