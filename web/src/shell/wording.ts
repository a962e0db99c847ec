import type { MessageKey } from "../messages";
import type { ThemeChoice } from "../theme";

/** The pages, with the names that the map's menu has for them too. */
export const PAGES = {
  map: "menuMap",
  batch: "menuBatch",
  convert: "menuConvert",
  check: "menuCheck",
  status: "menuStatus",
} as const satisfies Record<string, MessageKey>;

export type PageName = keyof typeof PAGES;

type ShellKey = "pages" | "toContent" | `theme_${ThemeChoice}`;

const vietnamese: Record<ShellKey, string> = {
  pages: "Các trang",
  toContent: "Đến nội dung chính",
  theme_system: "Giao diện: theo thiết bị",
  theme_light: "Giao diện: sáng",
  theme_dark: "Giao diện: tối",
};

const english: Record<ShellKey, string> = {
  pages: "Pages",
  toContent: "Skip to the content",
  theme_system: "Look: as the device",
  theme_light: "Look: light",
  theme_dark: "Look: dark",
};

export const SHELL_MESSAGES = { vi: vietnamese, en: english };
