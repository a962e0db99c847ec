import type { Map as MapLibre } from "maplibre-gl";
import type { Marks } from "../map/marks";
import { colour } from "../map/colour";

const PIN_HEIGHT = 34;
const PIN_RADIUS = 11;
const DOT_RADIUS = 6;

/**
 * The map as it looks now, pins and all, as an image that can be printed: a
 * canvas drawn by the graphics card is empty by the time a printer reads it.
 */
export function mapImage(map: MapLibre, marks: Marks): string {
  map.redraw();
  const drawn = map.getCanvas();
  const image = document.createElement("canvas");
  [image.width, image.height] = [drawn.width, drawn.height];
  const pen = image.getContext("2d");
  if (!pen) return "";
  pen.drawImage(drawn, 0, 0);
  const scale = drawn.width / drawn.clientWidth;
  pen.scale(scale, scale);
  for (const { position, isDot } of marks.pinned) {
    const { x, y } = map.project([position.lon, position.lat]);
    if (isDot) drawDot(pen, x, y);
    else drawPin(pen, x, y);
  }
  return image.toDataURL("image/png");
}

function drawPin(pen: CanvasRenderingContext2D, x: number, y: number): void {
  const middle = y - PIN_HEIGHT + PIN_RADIUS;
  pen.beginPath();
  pen.arc(x, middle, PIN_RADIUS, Math.PI * 0.85, Math.PI * 0.15);
  pen.lineTo(x, y);
  pen.closePath();
  pen.fillStyle = colour("--accent");
  pen.fill();
  ring(pen, x, middle, PIN_RADIUS / 2.5, "#ffffff", "#ffffff");
}

function drawDot(pen: CanvasRenderingContext2D, x: number, y: number): void {
  ring(pen, x, y, DOT_RADIUS, "#1b2a2f", "#ffffff");
}

function ring(pen: CanvasRenderingContext2D, x: number, y: number, radius: number, fill: string, edge: string): void {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fillStyle = fill;
  pen.fill();
  pen.lineWidth = 2;
  pen.strokeStyle = edge;
  pen.stroke();
}
