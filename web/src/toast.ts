const SHOWN_MILLISECONDS = 2500;

/** A sentence that is shown for a moment. */
export class Toast {
  private timer = 0;

  constructor(private readonly place: HTMLElement) {}

  say(text: string): void {
    this.place.textContent = text;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.place.replaceChildren(), SHOWN_MILLISECONDS);
  }
}
