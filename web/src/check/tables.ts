import { element } from "../dom";
import type { Translator } from "../language";
import { FINDINGS, faultShare, worstFirst, type CountryQuality, type Finding, type Quality, type UnitQuality, type WardFindings } from "./contract";
import { checkLink, mapLink, type CheckTarget } from "./target";
import { findingDetail, findingName } from "./wording";

/** Every province, or the communes of one. */
export function unitsView(country: CountryQuality, target: CheckTarget, translator: Translator): HTMLElement[] {
  const { language } = translator;
  const province = country.provinces.find(({ code }) => code === target.province);
  const units = province ? (province.wards ?? []) : country.provinces;
  const linkOf = ({ code }: UnitQuality) => checkLink(province ? { ward: code } : { province: code }, language);
  const all = element("a", { href: checkLink({}, language) }, translator.text("checkCountry"));
  return [
    path(province ? [all, province.name] : [translator.text("checkCountry")]),
    ...sums(province ?? country.total, translator),
    ...(province ? [] : withoutWard(country, translator)),
    unitTable(worstFirst(units), linkOf, translator),
    release(country.release, translator),
  ];
}

/** The rows of a commune, some of them or a page of all. */
export function wardView(found: WardFindings, target: CheckTarget, translator: Translator): HTMLElement[] {
  const { language } = translator;
  const { province, ward } = found;
  const all = element("a", { href: checkLink({}, language) }, translator.text("checkCountry"));
  const above = element("a", { href: checkLink({ province: province.code }, language) }, province.name);
  return [
    path([all, above, ward.name]),
    ...sums(ward, translator),
    choices(ward, target, translator),
    found.features.length > 0 ? rows(found, translator) : element("p", { class: "check-note" }, translator.text("checkNothing")),
    pages(found, target, translator),
    release(found.release, translator),
  ];
}

function path(steps: (Node | string)[]): HTMLElement {
  return element("h1", { class: "check-path" }, ...steps.flatMap((step, at) => (at > 0 ? [" › ", step] : [step])));
}

function sums(quality: Quality, translator: Translator): HTMLElement[] {
  const text = translator.text("checkSums", {
    addresses: translator.number(quality.addresses),
    faulty: translator.number(quality.faulty),
    share: percent(quality, translator),
  });
  const isJudged = quality.boundary === "surveyed" || quality.addresses === 0;
  const note = isJudged ? [] : [element("p", { class: "note" }, translator.text("checkNotSurveyed"))];
  return [element("p", { class: "check-sums" }, text), ...note];
}

function withoutWard({ without_ward = 0 }: CountryQuality, translator: Translator): HTMLElement[] {
  if (without_ward === 0) return [];
  return [element("p", { class: "note" }, translator.text("checkWithoutWard", { count: translator.number(without_ward) }))];
}

function unitTable(units: UnitQuality[], linkOf: (unit: UnitQuality) => string, translator: Translator): HTMLElement {
  const [addresses, faulty] = [translator.text("checkAddresses"), translator.text("checkFaulty")];
  const heads = [translator.text("checkUnit"), addresses, faulty, translator.text("checkFindings")];
  const lines = units.map((unit) =>
    element(
      "tr",
      {},
      element("td", { class: "check-name" }, element("a", { href: linkOf(unit) }, unit.name)),
      element("td", { class: "check-number", "data-head": addresses }, translator.number(unit.addresses)),
      element("td", { class: "check-number", "data-head": faulty }, percent(unit, translator)),
      element("td", { class: "check-findings" }, ...counts(unit).map(([finding, count]) => tag(finding, count, translator))),
    ),
  );
  const head = element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text)));
  return element("table", { class: "check-table" }, element("thead", {}, head), element("tbody", {}, ...lines));
}

/** The kinds of findings of a commune, each a link to its rows alone. */
function choices(ward: UnitQuality, target: CheckTarget, translator: Translator): HTMLElement {
  const choice = (finding: Finding | undefined, text: string) => {
    const chosen: Record<string, string> = target.finding === finding ? { "aria-current": "true" } : {};
    const href = checkLink({ ward: ward.code, finding }, translator.language);
    return element("a", { class: "check-choice", href, ...chosen }, text);
  };
  const kinds = counts(ward).map(([finding, count]) =>
    choice(finding, `${findingName(finding, translator)} ${translator.number(count)}`),
  );
  return element("nav", { class: "tags" }, choice(undefined, translator.text("checkAll")), ...kinds);
}

function rows({ features }: WardFindings, translator: Translator): HTMLElement {
  const { language } = translator;
  const lines = features.map((place) => {
    const { id, label, finding, other_id } = place.properties;
    const other = other_id && element("a", { href: mapLink(other_id, language) }, translator.text("checkOther"));
    return element(
      "li",
      {},
      element("a", { class: "check-place", href: mapLink(id, language) }, label),
      element("p", {}, tag(finding, undefined, translator), " ", findingDetail(place, translator), " ", other),
    );
  });
  return element("ol", { class: "check-rows" }, ...lines);
}

function pages({ total, page, limit, next }: WardFindings, target: CheckTarget, translator: Translator): HTMLElement {
  const to = (number: number, text: string) =>
    element("a", { class: "check-choice", href: checkLink({ ...target, page: number }, translator.language) }, text);
  const last = Math.max(1, Math.ceil(total / limit));
  return element(
    "nav",
    { class: "tags check-pages" },
    page > 1 && to(page - 1, translator.text("checkBefore")),
    translator.text("checkPage", { page: translator.number(page), last: translator.number(last) }),
    next && to(page + 1, translator.text("checkNext")),
  );
}

function release(id: string, translator: Translator): HTMLElement {
  return element("p", { class: "check-release" }, `${translator.text("release")}: ${id}`);
}

function counts({ findings }: Quality): [Finding, number][] {
  return FINDINGS.flatMap((finding) => {
    const count = findings[finding] ?? 0;
    return count > 0 ? [[finding, count] as [Finding, number]] : [];
  });
}

function tag(finding: Finding, count: number | undefined, translator: Translator): HTMLElement {
  const isGap = FINDINGS.indexOf(finding) >= FINDINGS.indexOf("without_street");
  const number = count === undefined ? "" : ` ${translator.number(count)}`;
  return element("span", { class: isGap ? "tag" : "tag warning" }, findingName(finding, translator) + number);
}

function percent(quality: Quality, translator: Translator): string {
  return `${translator.number(faultShare(quality) * 100, 2)} %`;
}
