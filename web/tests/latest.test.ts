import { expect, test } from "vitest";
import { Latest } from "../src/latest";

function controlled<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((onValue, onError) => ([resolve, reject] = [onValue, onError]));
  return { promise, resolve, reject };
}

test("an old answer that comes late is never delivered", async () => {
  const latest = new Latest();
  const [slow, fast] = [controlled<string>(), controlled<string>()];
  const first = latest.run(() => slow.promise);
  const second = latest.run(() => fast.promise);
  fast.resolve("new");
  slow.resolve("old");
  expect(await second).toBe("new");
  expect(await first).toBeUndefined();
});

test("a new task aborts the one before it", async () => {
  const latest = new Latest();
  let signal: AbortSignal | undefined;
  void latest.run((given) => {
    signal = given;
    return new Promise(() => {});
  });
  await latest.run(async () => "new");
  expect(signal?.aborted).toBe(true);
});

test("the failure of an old task is silent, of the newest one is not", async () => {
  const latest = new Latest();
  const slow = controlled<string>();
  const first = latest.run(() => slow.promise);
  const second = latest.run(() => Promise.reject(new Error("down")));
  slow.reject(new Error("aborted"));
  expect(await first).toBeUndefined();
  await expect(second).rejects.toThrow("down");
});
