import { button, element } from "../dom";
import { explain } from "../failure";
import type { Job } from "./job";
import { duration, type BatchWords } from "./wording";

/** How far the job is, and what can be done about it. Its parts stay the same while numbers change. */
export class RunView {
  private readonly bar = element("progress", { max: "1", value: "0" });
  private readonly line = element("p", { class: "run-line" });
  private readonly problem = element("div", {});
  private readonly control = element("div", { class: "buttons" });
  readonly element = element("section", { class: "run" }, this.bar, this.line, this.problem, this.control);

  constructor(
    private readonly job: Job,
    private readonly words: BatchWords,
  ) {}

  draw(): void {
    const { state, progress } = this.job;
    this.bar.value = progress.total > 0 ? progress.done / progress.total : 1;
    this.bar.setAttribute("aria-label", this.words.text("progress", { done: progress.done, total: progress.total }));
    this.bar.hidden = state === "finished";
    // Numbers that change all the time are not read out; that it ended is.
    this.line.setAttribute("aria-live", state === "running" ? "off" : "polite");
    this.line.textContent = this.told();
    this.drawProblem();
    this.drawControl();
  }

  private told(): string {
    const { words, job } = this;
    const { done, total, perSecond, secondsLeft } = job.progress;
    const state = words.text(`state_${job.state}`);
    if (job.state === "finished") {
      return `${state} ${words.text("tookSeconds", { rows: total, seconds: words.number(Math.max(0.1, job.seconds), 1) })}`;
    }
    const pace = job.state === "running" && perSecond > 0 ? words.text("speed", { perSecond: Math.round(perSecond) }) : "";
    const left = pace && secondsLeft !== undefined ? words.text("timeLeft", { time: duration(secondsLeft, words) }) : "";
    return [`${state} ${words.text("progress", { done, total })}`, pace, left].filter(Boolean).join(" · ");
  }

  private drawProblem(): void {
    const { job, words } = this;
    const { title, hint } = job.state === "failed" ? explain(job.error, words.translator) : { title: "", hint: "" };
    const changed = job.releases.length > 1 ? words.text("changedRelease", { releases: job.releases.join(", ") }) : "";
    const notes = [title && `${title} ${hint}`, changed].filter(Boolean).map((text) => element("p", { class: "note", role: "alert" }, text));
    this.problem.replaceChildren(...notes);
  }

  private drawControl(): void {
    const { job, words } = this;
    const { done, total } = job.progress;
    const left = total - done;
    const label = job.state === "running" ? words.text("cancel") : left > 0 ? words.text("continue", { rows: left }) : "";
    // The button stays while it says the same, so that it keeps the focus.
    if (this.control.textContent === label) return;
    const act = job.state === "running" ? () => job.cancel() : () => void job.run();
    this.control.replaceChildren(...(label ? [button(label, "button", act)] : []));
  }
}
