import { expect, test } from "vitest";
import { fieldsOf, proposalOf, type Wishes } from "../src/report/proposal";
import { house } from "./places";

const place = house({ housenumber: "21", street: "Phố Hàng Gai" });
const START = { lat: 21.03219, lon: 105.850937 };
const THERE = { lat: 21.04, lon: 105.86 };

const read = (wishes: Partial<Wishes>) =>
  proposalOf(place, START, { kind: "correct", position: START, comment: "", contact: "", ...wishes });

test("a correction holds only what was changed", () => {
  const wishes = { housenumber: " 21A ", street: "Phố Hàng Gai", hamlet: "", comment: "biển số mới" };
  expect(read(wishes)).toEqual({
    proposal: { kind: "correct", id: place.properties.id, housenumber: "21A", comment: "biển số mới" },
  });
});

test("a correction of nothing is not sent", () => {
  expect(read({ housenumber: "21", street: "Phố Hàng Gai", hamlet: "" })).toEqual({ missing: "reportNothing" });
});

test("a move holds the new position, and needs one", () => {
  expect(read({ kind: "move", position: THERE })).toEqual({
    proposal: { kind: "move", id: place.properties.id, ...THERE },
  });
  expect(read({ kind: "move" })).toEqual({ missing: "reportNotMoved" });
});

test("what is gone needs no more than its identifier", () => {
  expect(read({ kind: "gone", contact: "an@example.vn" })).toEqual({
    proposal: { kind: "gone", id: place.properties.id, contact: "an@example.vn" },
  });
});

test("a missing address needs a street, a hamlet or a name, and has no identifier", () => {
  expect(read({ kind: "new", housenumber: "5" })).toEqual({ missing: "reportNoName" });
  expect(read({ kind: "new", position: THERE, housenumber: "5", street: "Phố Huế" })).toEqual({
    proposal: { kind: "new", ...THERE, housenumber: "5", street: "Phố Huế" },
  });
});

test("a street can only be named wrongly, a house has no name", () => {
  expect(fieldsOf("street")).toEqual(["name"]);
  expect(fieldsOf("house")).not.toContain("name");
});
