import type { Translator } from "./language";

/** From low to high; the stylesheet says what each is on a phone. */
const HEIGHTS = ["low", "half", "full"] as const;
type Height = (typeof HEIGHTS)[number];

/** A drag shorter than this, in pixels, is a press. */
const DRAG_PIXELS = 24;

/** On a phone the result is a sheet at the bottom, which its handle makes higher or lower. */
export class Sheet {
  private height: Height = "half";
  private dragStart: number | undefined;
  private wasDragged = false;

  constructor(
    private readonly sheet: HTMLElement,
    private readonly handle: HTMLElement,
    private readonly translator: Translator,
  ) {
    handle.addEventListener("pointerdown", (event) => this.onGrab(event));
    handle.addEventListener("pointerup", (event) => this.onRelease(event));
    // Those who hear the page press without a pointer.
    handle.addEventListener("click", () => this.onClick());
    handle.addEventListener("keydown", (event) => this.onKey(event));
    new ResizeObserver(measure).observe(sheet);
    translator.onChange(() => this.apply());
    this.apply();
  }

  private onGrab(event: PointerEvent): void {
    this.dragStart = event.clientY;
    this.handle.setPointerCapture(event.pointerId);
  }

  private onRelease({ clientY }: PointerEvent): void {
    if (this.dragStart === undefined) return;
    const risen = this.dragStart - clientY;
    this.dragStart = undefined;
    this.wasDragged = Math.abs(risen) >= DRAG_PIXELS;
    if (this.wasDragged) this.step(risen > 0 ? 1 : -1);
  }

  /** The click that ends a drag is none. */
  private onClick(): void {
    if (!this.wasDragged) this.toggle();
    this.wasDragged = false;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === "ArrowUp") this.step(1);
    else if (event.key === "ArrowDown") this.step(-1);
    else return;
    event.preventDefault();
  }

  private toggle(): void {
    this.height = this.height === "full" ? "half" : "full";
    this.apply();
  }

  private step(by: 1 | -1): void {
    const index = HEIGHTS.indexOf(this.height) + by;
    this.height = HEIGHTS[Math.min(Math.max(index, 0), HEIGHTS.length - 1)] ?? "half";
    this.apply();
  }

  private apply(): void {
    this.sheet.dataset.height = this.height;
    const words = this.translator.text(this.height === "full" ? "shrinkSheet" : "expandSheet");
    this.handle.setAttribute("aria-label", words);
    this.handle.setAttribute("aria-expanded", String(this.height === "full"));
  }
}

/** The map's controls stand on top of the sheet. */
function measure([entry]: ResizeObserverEntry[]): void {
  const height = entry?.borderBoxSize[0]?.blockSize ?? 0;
  document.documentElement.style.setProperty("--sheet-height", `${height}px`);
}
