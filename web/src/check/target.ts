import type { Language } from "../language";
import { FINDINGS, type Finding } from "./contract";

/** What the page shows: the provinces, the communes of one, or the rows of a commune. */
export interface CheckTarget {
  province?: string;
  ward?: string;
  finding?: Finding;
  page: number;
}

export function readCheckTarget(search: string): CheckTarget {
  const parameters = new URLSearchParams(search);
  const finding = FINDINGS.find((name) => name === parameters.get("finding"));
  const page = Math.max(1, Math.trunc(Number(parameters.get("page"))) || 1);
  return {
    province: parameters.get("province") ?? undefined,
    ward: parameters.get("ward") ?? undefined,
    finding,
    page,
  };
}

/** The address of another view of this page, relative so that any path prefix works. */
export function checkLink(target: Partial<CheckTarget>, language: Language): string {
  const parameters = new URLSearchParams();
  if (target.province) parameters.set("province", target.province);
  if (target.ward) parameters.set("ward", target.ward);
  if (target.finding) parameters.set("finding", target.finding);
  if (target.page && target.page > 1) parameters.set("page", String(target.page));
  parameters.set("lang", language);
  return `./check?${parameters}`;
}

/** Where the map page shows a place. */
export function mapLink(id: string, language: Language): string {
  return `./?${new URLSearchParams({ id, lang: language })}`;
}
