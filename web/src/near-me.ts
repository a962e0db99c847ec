import type { Position } from "./contract";

export interface MeasuredPosition {
  position: Position;
  /** Radius in metres within which the device believes to be. */
  accuracyMetres: number;
}

export type NotLocatedReason = "refused" | "unavailable" | "insecure";

/** Why the device's position is not known. */
export class NotLocated extends Error {
  constructor(readonly reason: NotLocatedReason) {
    super(`The position of the device is ${reason}`);
  }
}

const OPTIONS: PositionOptions = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 };

/** Asks the device where it is. Browsers tell it to secure pages only. */
export function whereAmI(): Promise<MeasuredPosition> {
  return new Promise((resolve, reject) => {
    if (!window.isSecureContext) return reject(new NotLocated("insecure"));
    if (!navigator.geolocation) return reject(new NotLocated("unavailable"));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve(measured(coords)),
      ({ code, PERMISSION_DENIED }) => reject(new NotLocated(code === PERMISSION_DENIED ? "refused" : "unavailable")),
      OPTIONS,
    );
  });
}

function measured({ latitude, longitude, accuracy }: GeolocationCoordinates): MeasuredPosition {
  const position = { lat: Number(latitude.toFixed(6)), lon: Number(longitude.toFixed(6)) };
  return { position, accuracyMetres: accuracy };
}
