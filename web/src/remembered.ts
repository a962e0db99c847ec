/** What this browser keeps between visits. Storage may be forbidden; the page then simply forgets. */

export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    return;
  }
}

/** What was kept under a key, or `otherwise` where it is missing or not what `isValid` expects. */
export function remembered<T>(key: string, isValid: (value: unknown) => value is T, otherwise: T): T {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
    return isValid(value) ? value : otherwise;
  } catch {
    return otherwise;
  }
}
