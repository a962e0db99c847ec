import { ApiError } from "../api";
import { MOST_ITEMS, type BatchAnswer, type BatchItem } from "./contract";
import { questionOf } from "./question";
import { outcomeOf, type Row } from "./row";
import type { Roles } from "./columns";
import type { Table } from "./table";

/** Pieces that are under way at a time. */
const AT_A_TIME = 2;
/** Times that a piece is asked before it counts as failed. */
const ATTEMPTS = 4;
const FIRST_WAIT_MILLISECONDS = 1000;
/** A small file still comes in so many pieces that its progress is seen. */
const PIECES_OF_SMALL_FILE = 20;
const SMALLEST_PIECE = 50;

export type Ask = (items: BatchItem[], signal: AbortSignal) => Promise<BatchAnswer>;

export interface Progress {
  /** Rows with an answer, and those that need none because they cannot be asked. */
  done: number;
  total: number;
  perSecond: number;
  secondsLeft: number | undefined;
}

export type JobState = "running" | "finished" | "stopped" | "failed";

/** All rows of a table, asked piece by piece. Each row keeps its place, whatever becomes of its piece. */
export class Job {
  readonly rows: Row[];
  state: JobState = "stopped";
  /** Why the last run did not get to its end. */
  error: unknown;
  private controller = new AbortController();
  private startedAt = 0;
  private endedAt = 0;
  private doneAtStart = 0;

  constructor(
    table: Table,
    roles: Roles,
    private readonly ask: Ask,
    private readonly onChange: () => void,
    private readonly wait: (milliseconds: number) => Promise<void> = pause,
  ) {
    this.rows = table.rows.map((row, at) => ({ at, question: questionOf(row, roles), choice: "automatic" }));
  }

  get progress(): Progress {
    const waiting = this.waiting().length;
    const total = this.rows.length;
    const done = total - waiting;
    const perSecond = this.seconds > 0 ? (done - this.doneAtStart) / this.seconds : 0;
    return { done, total, perSecond, secondsLeft: perSecond > 0 ? waiting / perSecond : undefined };
  }

  /** Seconds that the last run has taken. */
  get seconds(): number {
    const until = this.state === "running" ? performance.now() : this.endedAt;
    return (until - this.startedAt) / 1000;
  }

  /** Releases that answers came from: more than one where the server's data changed meanwhile. */
  get releases(): string[] {
    return [...new Set(this.rows.flatMap(({ outcome }) => outcome?.release ?? []))];
  }

  /** Asks every row that has no answer yet: at first all, later those of pieces that failed or were not reached. */
  async run(): Promise<void> {
    if (this.state === "running") return;
    this.begin();
    const pieces = piecesOf(this.waiting());
    const lanes = Array.from({ length: AT_A_TIME }, () => this.work(pieces));
    await Promise.all(lanes);
    this.endedAt = performance.now();
    this.state = this.controller.signal.aborted ? "stopped" : this.error ? "failed" : "finished";
    this.onChange();
  }

  cancel(): void {
    this.controller.abort();
  }

  /** Asks one row alone, with whatever it asks now. Throws what went wrong. */
  async askOne(row: Row): Promise<void> {
    row.choice = "automatic";
    delete row.outcome;
    if ("fault" in row.question) return this.onChange();
    const answer = await this.ask([{ id: row.at, ...row.question.asked }], new AbortController().signal);
    deliver([row], answer);
    this.onChange();
  }

  private begin(): void {
    this.controller = new AbortController();
    this.error = undefined;
    this.state = "running";
    this.startedAt = performance.now();
    this.doneAtStart = this.progress.done;
    this.onChange();
  }

  private waiting(): Row[] {
    return this.rows.filter((row) => !row.outcome && "asked" in row.question);
  }

  /** Takes pieces until there are none. Where nobody answers, the other pieces are left for another run. */
  private async work(pieces: Row[][]): Promise<void> {
    for (let piece = pieces.shift(); piece; piece = pieces.shift()) {
      try {
        deliver(piece, await this.askPatiently(piece));
      } catch (error) {
        if (this.controller.signal.aborted) return;
        this.error = error;
        if (isOfServer(error)) pieces.length = 0;
      }
      this.onChange();
    }
  }

  private async askPatiently(piece: readonly Row[]): Promise<BatchAnswer> {
    const items = piece.flatMap(({ at, question }) => ("asked" in question ? [{ id: at, ...question.asked }] : []));
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.ask(items, this.controller.signal);
      } catch (error) {
        if (attempt === ATTEMPTS || this.controller.signal.aborted || !isOfServer(error)) throw error;
        await this.wait(waitAfter(error, attempt));
        this.controller.signal.throwIfAborted();
      }
    }
  }
}

/** Gives each row its answer; an answer that does not fit the question row by row is none. */
function deliver(piece: readonly Row[], { release, results }: BatchAnswer): void {
  const fits = results.length === piece.length && piece.every(({ at }, place) => results[place]?.id === at);
  if (!fits) throw new ApiError("serverFault", `asked ${piece.length} rows, got ${results.length} answers`);
  for (const [place, row] of piece.entries()) {
    const result = results[place];
    if (result) row.outcome = outcomeOf(result, release);
  }
}

/** Whether asking again may help: the server is away, busy or at fault, the question is not. */
function isOfServer(error: unknown): boolean {
  return !(error instanceof ApiError) || ["unreachable", "tooMany", "serverFault"].includes(error.kind);
}

function waitAfter(error: unknown, attempt: number): number {
  const told = error instanceof ApiError ? error.retryAfterSeconds : undefined;
  return told === undefined ? FIRST_WAIT_MILLISECONDS * 2 ** (attempt - 1) : told * 1000;
}

function piecesOf(rows: readonly Row[]): Row[][] {
  const size = Math.min(MOST_ITEMS, Math.max(SMALLEST_PIECE, Math.ceil(rows.length / PIECES_OF_SMALL_FILE)));
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, at) => rows.slice(at * size, (at + 1) * size));
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
