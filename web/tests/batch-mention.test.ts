import { expect, test } from "vitest";
import { mentions } from "../src/batch/mention";

test.each([
  ["12 Lê Lợi, Quận 1", "Quận 1", true],
  ["12 Lê Lợi, Q1", "Quận 1", true],
  ["12 Lê Lợi, q.01, HCM", "Quận 1", true],
  ["12 Lê Lợi, Quận 10", "Quận 1", false],
  ["12 Lê Lợi", "Quận 1", false],
  ["12 Lê Lợi, Phường 12", "12", true],
  ["12 Lê Lợi", "12", false],
  ["12 Lê Lợi, P. Bến Nghé", "Phường Bến Nghé", true],
  ["12 le loi, ben nghe", "Bến Nghé", true],
  ["12 Lê Lợi, Hà Nội", "Thành phố Hà Nội", true],
  ["12 Lê Lợi, Hà Nội", "Tỉnh Hà Nam", false],
  ["12 Lê Lợi", "", false],
])("%s names %s: %s", (line, unit, expected) => {
  expect(mentions(line, unit)).toBe(expected);
});
