/**
 * Runs one task at a time. Starting a task aborts the one before it, whose
 * answer or failure is then never delivered, however late it comes.
 */
export class Latest {
  private controller?: AbortController;

  /** The task's answer, or undefined when a newer task has taken its place. */
  async run<T>(task: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    this.cancel();
    const controller = new AbortController();
    this.controller = controller;
    try {
      const answer = await task(controller.signal);
      return controller.signal.aborted ? undefined : answer;
    } catch (error) {
      if (controller.signal.aborted) return undefined;
      throw error;
    }
  }

  cancel(): void {
    this.controller?.abort();
  }
}
