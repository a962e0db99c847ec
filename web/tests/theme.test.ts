import { beforeEach, expect, test, vi } from "vitest";
import { ThemeSwitch } from "../src/theme";

let device: { matches: boolean; change: () => void };

beforeEach(() => {
  localStorage.clear();
  device = { matches: false, change: () => {} };
  vi.stubGlobal("matchMedia", () => ({
    get matches() {
      return device.matches;
    },
    addEventListener: (_: string, listener: () => void) => {
      device.change = listener;
    },
  }));
});

const rootTheme = () => document.documentElement.dataset.theme;

test("without a choice the page follows the device, also when it changes", () => {
  const theme = new ThemeSwitch();
  const shown: string[] = [];
  theme.onChange(() => shown.push(theme.theme));
  expect(theme.theme).toBe("light");
  device.matches = true;
  device.change();
  expect(shown).toEqual(["dark"]);
  expect(rootTheme()).toBeUndefined();
});

test("a choice wins over the device, and is remembered", () => {
  new ThemeSwitch().choose("dark");
  expect(rootTheme()).toBe("dark");
  const later = new ThemeSwitch();
  expect([later.choice, later.theme]).toEqual(["dark", "dark"]);
  later.choose("system");
  expect([later.theme, rootTheme()]).toEqual(["light", undefined]);
});

test("a forbidden storage only means forgetting", () => {
  vi.stubGlobal("localStorage", {
    getItem: () => {
      throw new Error("forbidden");
    },
    setItem: () => {
      throw new Error("forbidden");
    },
  });
  const theme = new ThemeSwitch();
  theme.choose("dark");
  expect(theme.theme).toBe("dark");
  vi.unstubAllGlobals();
});
