import type { Words } from "../shell/words";
import type { Answered, Counted } from "./contract";

const vietnamese = {
  title: "Dữ liệu",
  lead: "Bộ dữ liệu đang dùng gồm những gì, tốt đến đâu, được hỏi bao nhiêu, và tải về ở đâu.",
  loading: "Đang tải…",
  missing: "Máy chủ này không cung cấp phần này.",
  current: "Phiên bản đang dùng",
  published: "phát hành {when}",
  changeNumber: "thay đổi số {number}",
  count_addresses: "Địa chỉ",
  count_streets: "Đường, phố",
  count_hamlets: "Thôn, ấp, khu phố",
  count_points_of_interest: "Địa điểm",
  synthetic: "Dữ liệu mẫu tổng hợp: địa chỉ được tạo ra để thử nghiệm, không phải địa chỉ thật.",
  provinces: "Theo tỉnh, thành phố",
  province: "Tỉnh, thành phố",
  measure: "Hiện trên bản đồ",
  faulty: "Cần xem lại",
  legend: "Chú giải",
  range: "{from} – {to}",
  none: "không có",
  map: "Bản đồ theo tỉnh, thành phố",
  mapFailed: "Không mở được bản đồ; bảng vẫn dùng được.",
  sortBy: "Sắp theo {column}",
  quality: "Chất lượng",
  qualitySums: "{faulty} trong {addresses} địa chỉ cần xem lại ({share}).",
  notSurveyed: "Chưa có ranh giới đo đạc: không xét địa chỉ có nằm ngoài xã, phường hay không.",
  finding: "Phát hiện",
  found: "Số địa chỉ",
  toCheck: "Xem từng xã, phường",
  usage: "Trả lời mỗi ngày",
  usageSums: "{total} trả lời trong {days} ngày; {notFound} lần tìm không có kết quả.",
  noUsage: "Chưa có câu hỏi nào.",
  asTable: "Xem dạng bảng",
  day: "Ngày",
  use_search: "Tìm kiếm",
  use_autocomplete: "Gợi ý",
  use_reverse: "Theo tọa độ",
  use_batch_rows: "Dòng trong tệp",
  use_convert: "Chuyển đổi",
  use_addresses: "Xem địa chỉ",
  use_tiles: "Ô bản đồ",
  use_not_found: "Không tìm thấy",
  chart: "Biểu đồ số trả lời mỗi ngày, nhiều nhất {most}",
  files: "Tải về",
  file: "Tệp",
  size: "Dung lượng",
  kind: "Loại",
  noFiles: "Phiên bản này không có tệp nào để tải.",
  sources: "Nguồn",
  source: "Nguồn dữ liệu",
  attribution: "Ghi công",
  licence: "Giấy phép",
  releases: "Các phiên bản",
  release: "Phiên bản",
  when: "Phát hành",
  change: "Thay đổi số",
  inUse: "đang dùng",
  print: "In",
} as const;

export type StatusKey = keyof typeof vietnamese;

const english: Record<StatusKey, string> = {
  title: "Data",
  lead: "What the data in use holds, how good it is, how much it is asked, and where to download it.",
  loading: "Loading…",
  missing: "This server does not offer this part.",
  current: "Release in use",
  published: "published {when}",
  changeNumber: "change {number}",
  count_addresses: "Addresses",
  count_streets: "Streets",
  count_hamlets: "Hamlets",
  count_points_of_interest: "Points of interest",
  synthetic: "Synthetic sample data: the addresses were made for trials; they are not real.",
  provinces: "By province",
  province: "Province",
  measure: "On the map",
  faulty: "To look at",
  legend: "Legend",
  range: "{from} – {to}",
  none: "none",
  map: "Map of provinces",
  mapFailed: "The map cannot be opened; the table goes on working.",
  sortBy: "Sort by {column}",
  quality: "Quality",
  qualitySums: "{faulty} of {addresses} addresses should be looked at ({share}).",
  notSurveyed: "No surveyed boundary: whether addresses lie outside their commune is not judged.",
  finding: "Finding",
  found: "Addresses",
  toCheck: "Look at each commune",
  usage: "Answers per day",
  usageSums: "{total} answers in {days} days; {notFound} searches found nothing.",
  noUsage: "Nothing has been asked yet.",
  asTable: "As a table",
  day: "Day",
  use_search: "Search",
  use_autocomplete: "Suggestions",
  use_reverse: "By coordinates",
  use_batch_rows: "Rows of files",
  use_convert: "Conversions",
  use_addresses: "Addresses opened",
  use_tiles: "Map tiles",
  use_not_found: "Not found",
  chart: "Chart of answers per day, at most {most}",
  files: "Downloads",
  file: "File",
  size: "Size",
  kind: "Kind",
  noFiles: "This release has no files to download.",
  sources: "Sources",
  source: "Source",
  attribution: "Attribution",
  licence: "Licence",
  releases: "Releases",
  release: "Release",
  when: "Published",
  change: "Change",
  inUse: "in use",
  print: "Print",
};

export type StatusWords = Words<StatusKey>;

export const STATUS_MESSAGES = { vi: vietnamese, en: english };

export function countedWord(counted: Counted, words: StatusWords): string {
  return words.text(`count_${counted}`);
}

export function answeredWord(answered: Answered | "tiles" | "not_found", words: StatusWords): string {
  return words.text(`use_${answered}`);
}

/** A day of the calendar, without the time zone of whoever reads it. */
export function dayWord(day: string, words: StatusWords): string {
  return new Intl.DateTimeFormat(words.translator.language, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(day));
}

export function instantWord(instant: string, words: StatusWords): string {
  return new Intl.DateTimeFormat(words.translator.language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(instant));
}

export function bytesWord(bytes: number, words: StatusWords): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = bytes > 0 ? Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3)) : 0;
  const value = bytes / 1000 ** power;
  return `${words.number(value, value < 10 && power > 0 ? 1 : 0)} ${units[power]}`;
}
