import type { ThemeChoice } from "../theme";

export const PAGES = ["map", "batch", "convert", "status", "check"] as const;

export type PageName = (typeof PAGES)[number];

type ShellKey = PageName | "pages" | "toContent" | `theme_${ThemeChoice}`;

const vietnamese: Record<ShellKey, string> = {
  map: "Bản đồ",
  batch: "Tìm theo tệp",
  convert: "Chuyển đổi địa chỉ",
  status: "Dữ liệu",
  check: "Chất lượng dữ liệu",
  pages: "Các trang",
  toContent: "Đến nội dung chính",
  theme_system: "Giao diện: theo thiết bị",
  theme_light: "Giao diện: sáng",
  theme_dark: "Giao diện: tối",
};

const english: Record<ShellKey, string> = {
  map: "Map",
  batch: "Geocode a file",
  convert: "Convert addresses",
  status: "Data",
  check: "Data quality",
  pages: "Pages",
  toContent: "Skip to the content",
  theme_system: "Theme: as the device",
  theme_light: "Theme: light",
  theme_dark: "Theme: dark",
};

export const SHELL_WORDS = { vi: vietnamese, en: english };
