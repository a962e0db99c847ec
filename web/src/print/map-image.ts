import type { Map as MapLibre } from "maplibre-gl";
import type { Marks } from "../map/marks";

const PIN_HEIGHT = 34;
const PIN_RADIUS = 11;
const DOT_RADIUS = 6;
/** On paper it is always day. */
const PIN_COLOUR = "#0b6e6e";
const DOT_COLOUR = "#1b2a2f";
const EDGE_COLOUR = "#ffffff";

/**
 * A square of the map as it looks now, pins and all, as an image that can be printed: a
 * canvas drawn by the graphics card is empty by the time a printer reads it.
 */
export function mapImage(map: MapLibre, marks: Marks): string {
  map.redraw();
  const drawn = map.getCanvas();
  const scale = drawn.width / drawn.clientWidth;
  const { left, top, side } = squareOf(map, marks);
  const image = document.createElement("canvas");
  image.width = image.height = side * scale;
  const pen = image.getContext("2d");
  if (!pen) return "";
  pen.scale(scale, scale);
  pen.translate(-left, -top);
  pen.drawImage(drawn, 0, 0, drawn.clientWidth, drawn.clientHeight);
  for (const { position, isDot } of marks.pinned) {
    const { x, y } = map.project([position.lon, position.lat]);
    if (isDot) drawDot(pen, x, y);
    else drawPin(pen, x, y);
  }
  return image.toDataURL("image/png");
}

/** The largest square of the map, with the place that is opened as near to its middle as can be. */
function squareOf(map: MapLibre, marks: Marks): { left: number; top: number; side: number } {
  const { clientWidth, clientHeight } = map.getCanvas();
  const side = Math.min(clientWidth, clientHeight);
  const [opened] = marks.pinned;
  const middle = opened ? map.project([opened.position.lon, opened.position.lat]) : { x: clientWidth / 2, y: clientHeight / 2 };
  const within = (wanted: number, room: number) => Math.min(Math.max(wanted - side / 2, 0), room - side);
  return { left: within(middle.x, clientWidth), top: within(middle.y, clientHeight), side };
}

function drawPin(pen: CanvasRenderingContext2D, x: number, y: number): void {
  const middle = y - PIN_HEIGHT + PIN_RADIUS;
  pen.beginPath();
  pen.arc(x, middle, PIN_RADIUS, Math.PI * 0.85, Math.PI * 0.15);
  pen.lineTo(x, y);
  pen.closePath();
  pen.fillStyle = PIN_COLOUR;
  pen.fill();
  ring(pen, x, middle, PIN_RADIUS / 2.5, EDGE_COLOUR);
}

function drawDot(pen: CanvasRenderingContext2D, x: number, y: number): void {
  ring(pen, x, y, DOT_RADIUS, DOT_COLOUR);
}

function ring(pen: CanvasRenderingContext2D, x: number, y: number, radius: number, fill: string): void {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fillStyle = fill;
  pen.fill();
  pen.lineWidth = 2;
  pen.strokeStyle = EDGE_COLOUR;
  pen.stroke();
}
