export interface PopoverOptions {
  onOpen?: () => void;
  /** Whether it stays open while something else is pressed. */
  stays?: boolean;
}

/** A panel that a button opens and closes; Escape closes it too, and a press elsewhere unless it stays. */
export class Popover {
  constructor(
    private readonly opener: HTMLButtonElement,
    readonly panel: HTMLElement,
    private readonly options: PopoverOptions = {},
  ) {
    opener.setAttribute("aria-controls", panel.id);
    this.show(false);
    opener.addEventListener("click", () => this.show(this.isClosed));
    if (!options.stays) document.addEventListener("pointerdown", (event) => this.onPressElsewhere(event.target as Node));
    document.addEventListener("keydown", (event) => this.onKey(event));
  }

  close(): void {
    this.show(false);
  }

  private get isClosed(): boolean {
    return this.panel.hidden !== false;
  }

  private show(open: boolean): void {
    this.panel.hidden = !open;
    this.opener.setAttribute("aria-expanded", String(open));
    if (open) this.options.onOpen?.();
  }

  private onPressElsewhere(target: Node): void {
    if (!this.panel.contains(target) && !this.opener.contains(target)) this.close();
  }

  private onKey({ key }: KeyboardEvent): void {
    if (key !== "Escape" || this.isClosed) return;
    this.close();
    this.opener.focus();
  }
}
