import assert from "node:assert/strict";
import { test } from "node:test";
import { PHONE, usePage } from "./page.mjs";

const use = usePage();

/** The codes of a commune in which something was found, and of its province. */
async function unitsWithFindings() {
  const { provinces } = await use.ask("quality");
  const pairs = provinces.flatMap((province) => province.wards.map((ward) => ({ province, ward })));
  const found = pairs.find(({ ward }) => ward.findings.without_number > 0);
  assert.ok(found, "some commune has addresses without a number");
  return { province: found.province.code, ward: found.ward.code };
}

const openCheck = (query = "") => use.page.goto(`${use.server.url}check${query}`);

test("the page of data quality leads from provinces to a place on the map", async () => {
  await openCheck();
  await use.page.locator(".check-table tbody tr").first().waitFor();
  assert.equal(await use.page.locator(".check-table tbody tr").count(), 34);
  await use.screenshot("check-country");
  const { province, ward } = await unitsWithFindings();
  await openCheck(`?province=${province}`);
  await use.page.locator(".check-name a").first().waitFor();
  await use.screenshot("check-province");
  await openCheck(`?ward=${ward}`);
  const first = use.page.locator(".check-place").first();
  await first.waitFor();
  const label = await first.textContent();
  await use.screenshot("check-ward");
  use.noErrors();
  await first.click();
  assert.equal(await use.cardLabel(), label);
});

test("the page of data quality fits a phone, speaks English and says what is missing", async () => {
  await use.renew(PHONE);
  const { ward } = await unitsWithFindings();
  await openCheck(`?ward=${ward}`);
  await use.page.locator(".check-place").first().waitFor();
  await use.fitsItsWidth();
  await use.screenshot("check-phone");
  await use.page.locator("#language-switch").click();
  await use.page.getByText("Whole country").waitFor();
  assert.equal(new URL(use.page.url()).searchParams.get("lang"), "en");
  await openCheck("?ward=00000");
  await use.page.locator(".message").getByText("00000").waitFor();
});
