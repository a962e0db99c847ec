import { beforeEach, expect, test, vi } from "vitest";
import { ApiError, type Api } from "../src/api";
import type { Position } from "../src/contract";
import { Translator } from "../src/language";
import { reportForm } from "../src/report/form";
import { house } from "./places";

const translator = new Translator("vi");
const propose = vi.fn();
const proposal = vi.fn();
const endPicking = vi.fn();
let moveTo: (position: Position) => void;

beforeEach(() => vi.resetAllMocks());

function openForm() {
  const form = reportForm(
    { place: house() },
    {
      api: { propose, proposal } as unknown as Api,
      translator,
      pick: (_, onMove) => {
        moveTo = onMove;
      },
      endPicking,
    },
  );
  document.body.replaceChildren(form);
  return form;
}

async function send(form: HTMLElement) {
  form.dispatchEvent(new Event("submit", { cancelable: true }));
  await new Promise((done) => setTimeout(done));
}

function choose(form: HTMLElement, kind: string) {
  const option = form.querySelector<HTMLInputElement>(`[value=${kind}]`)!;
  option.checked = true;
  option.dispatchEvent(new Event("change"));
}

test("a moved place is sent, and its number and state are shown", async () => {
  propose.mockResolvedValue({ number: 7, state: "open" });
  proposal.mockResolvedValue({ number: 7, state: "accepted", note: "đã kiểm tra" });
  const form = openForm();
  moveTo({ lat: 21.04, lon: 105.86 });
  await send(form);
  expect(propose).toHaveBeenCalledWith({ kind: "move", id: house().properties.id, lat: 21.04, lon: 105.86 });
  expect(form.textContent).toContain("số 7");
  expect(form.textContent).toContain(translator.text("reportOpen"));
  form.querySelector<HTMLButtonElement>(".receipt button")?.click();
  await new Promise((done) => setTimeout(done));
  expect(form.textContent).toContain("đã chấp nhận — đã kiểm tra");
});

test("another kind of proposal asks for other things, and ends the picking", () => {
  const form = openForm();
  expect(form.querySelector(".report-position")).not.toBeNull();
  choose(form, "correct");
  expect(form.querySelector(".report-position")).toBeNull();
  expect(form.querySelector<HTMLInputElement>("[name=housenumber]")?.value).toBe(house().properties.housenumber);
  expect(endPicking).toHaveBeenCalled();
});

test.each([
  [new ApiError("refused", "housenumber: expected a house number"), "housenumber: expected a house number"],
  [new ApiError("tooMany", "", 12), translator.text("tooManyWait", { seconds: 12 })],
  [new ApiError("missing", "", undefined, { type: "/problems/no-registry" }), translator.text("reportNoRegistry")],
  [new ApiError("unreachable"), translator.text("unreachable")],
])("%s is told, and the form stays", async (error, words) => {
  propose.mockRejectedValue(error);
  const form = openForm();
  choose(form, "gone");
  await send(form);
  expect(form.querySelector("[role=alert]")?.textContent).toContain(words);
  expect(form.querySelector("[type=submit]")).not.toBeNull();
});
