import { readCsv, writeCsv } from "./csv";
import type { Task, Done } from "./table-tasks";
import { readSheets, writeSheet } from "./xlsx";

/** Reads and writes whole files beside the page, which goes on answering meanwhile. */
self.addEventListener("message", ({ data }: MessageEvent<Task>) => {
  perform(data)
    .then((result): Done => ({ result }))
    .catch((error: unknown): Done => ({ error: String(error) }))
    .then((done) => self.postMessage(done));
});

async function perform(task: Task): Promise<unknown> {
  switch (task.kind) {
    case "readCsv":
      return readCsv(task.text, task.delimiter);
    case "readSheets":
      return readSheets(task.bytes);
    case "writeCsv":
      return writeCsv(task.lines, task.delimiter);
    case "writeSheet":
      return writeSheet(task.lines, task.name);
  }
}
