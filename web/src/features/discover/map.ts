// Where things stand on the drawn map: miles around a middle, rings, markers that do not cover each
// other. At city size the earth is flat enough for a plane.
const MILES_PER_DEGREE = 69.09;

export interface Point {
  lat: number;
  lng: number;
}
export interface Spot {
  x: number;
  y: number;
}

/** Miles east (x) and south (y) of the middle. */
export function milesFrom(middle: Point, point: Point): Spot {
  const shrink = Math.cos((middle.lat * Math.PI) / 180);
  const east = ((((point.lng - middle.lng) % 360) + 540) % 360) - 180;
  return { x: east * shrink * MILES_PER_DEGREE, y: (middle.lat - point.lat) * MILES_PER_DEGREE };
}

/** Where most are: one far away moves it little. */
export function middleOf(points: readonly Point[]): Point | null {
  const half = Math.floor(points.length / 2);
  const lat = points.map((one) => one.lat).sort((a, b) => a - b)[half];
  const lng = points.map((one) => one.lng).sort((a, b) => a - b)[half];
  return lat === undefined || lng === undefined ? null : { lat, lng };
}

const ringSets = [[1, 2, 3], [5, 10, 25], [25, 50, 100], [100, 250, 500], [1000, 2000, 4000]] as const;
export type Rings = readonly [number, number, number];

/** The smallest rings that hold at least half of all; who is farther off is in the list. */
export function ringsFor(distances: readonly number[]): Rings {
  const half = distances.length / 2;
  const fits = ringSets.find((set) => distances.filter((miles) => miles <= set[2]).length >= half);
  return fits ?? ringSets[ringSets.length - 1]!;
}

export interface Frame {
  width: number;
  height: number;
  /** Of the outer ring, in units of the drawing. */
  reach: number;
}
export const small: Frame = { width: 336, height: 439, reach: 196 };
export const large: Frame = { width: 840, height: 560, reach: 245 };

export interface Box extends Spot {
  width: number;
  height: number;
}
export const touches = (a: Box, b: Box) =>
  Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2;

/** "$42" takes 48 units; longer prices more. */
export const markerWidth = (text: string) => 21 + 9 * text.length;
const MARKER_HEIGHT = 34;
const MARGIN = 8;

const centre = (frame: Frame): Box => ({ x: frame.width / 2, y: frame.height / 2, width: 16, height: 22 });

export interface RingLabel extends Box {
  miles: number;
}
/** "1 mi" at the top of its ring, or further round where a price covers that. */
export function placeRingLabels(rings: Rings, markers: readonly Box[], frame: Frame): RingLabel[] {
  return rings.map((miles) => {
    const away = (miles * frame.reach) / rings[2] + 8;
    const boxes = [0, 180, 20, -20, 160, -160, 40, -40, 140, -140].map((degrees) => {
      const turn = (degrees * Math.PI) / 180;
      return { miles, x: frame.width / 2 + Math.sin(turn) * away, y: frame.height / 2 - Math.cos(turn) * away, width: 44, height: 14 };
    });
    return boxes.find((box) => isInside(box, frame) && !markers.some((marker) => touches(box, marker))) ?? boxes[0]!;
  });
}

export interface Marker<T> extends Box {
  of: T;
  text: string;
}

const steps: readonly Spot[] = [
  { x: 0, y: 0 }, { x: 0, y: -1 }, { x: 0, y: 1 }, { x: 1, y: 0 }, { x: -1, y: 0 },
  { x: 1, y: -1 }, { x: -1, y: -1 }, { x: 1, y: 1 }, { x: -1, y: 1 }, { x: 0, y: -2 }, { x: 0, y: 2 },
  { x: 2, y: 0 }, { x: -2, y: 0 }, { x: 2, y: -1 }, { x: -2, y: 1 }, { x: 1, y: 2 }, { x: -1, y: -2 }, { x: 2, y: 2 }, { x: -2, y: -2 }, { x: 0, y: 3 }, { x: 0, y: -3 },
];

/** Markers inside the frame, each moved aside where it would cover an earlier one. */
export function placeMarkers<T extends Point>(all: readonly T[], textOf: (one: T) => string, middle: Point, rings: Rings, frame: Frame): Marker<T>[] {
  const scale = frame.reach / rings[2];
  const placed: Marker<T>[] = [];
  const taken: Box[] = [centre(frame)];
  for (const of of all) {
    const miles = milesFrom(middle, of);
    const text = textOf(of);
    const marker = { of, text, x: frame.width / 2 + miles.x * scale, y: frame.height / 2 + miles.y * scale, width: markerWidth(text), height: MARKER_HEIGHT };
    if (!isInside(marker, frame)) continue;
    const free = steps
      .map((step) => ({ ...marker, x: marker.x + step.x * (marker.width * 0.55), y: marker.y + step.y * (MARKER_HEIGHT * 0.9) }))
      .find((tried) => isInside(tried, frame) && !taken.some((other) => touches(tried, other)));
    const shown = free ?? marker;
    placed.push(shown);
    taken.push(shown);
  }
  return placed;
}

const isInside = (box: Box, frame: Frame) =>
  box.x - box.width / 2 >= MARGIN && box.x + box.width / 2 <= frame.width - MARGIN
  && box.y - box.height / 2 >= MARGIN && box.y + box.height / 2 <= frame.height - MARGIN;

export interface Name extends Spot {
  text: string;
}

/** Names of places, as the providers' own labels begin, near those who live there and in nobody's way. */
export function placeNames(all: readonly (Point & { location: string | null })[], others: readonly Box[], middle: Point, rings: Rings, frame: Frame): Name[] {
  const groups = new Map<string, Point[]>();
  for (const one of all) {
    const text = one.location?.split(',')[0]?.trim();
    if (text) groups.set(text, [...(groups.get(text) ?? []), one]);
  }
  const scale = frame.reach / rings[2];
  const taken: Box[] = [...others, centre(frame)];
  const names: Name[] = [];
  for (const [text, points] of groups) {
    const miles = milesFrom(middle, middleOf(points) ?? middle);
    const at = { x: frame.width / 2 + miles.x * scale, y: frame.height / 2 + miles.y * scale };
    const width = text.length * 7.8 + 6;
    const free = [[0, 32], [0, -30], [0, 46], [0, -44], [width / 2 + 30, 0], [-width / 2 - 30, 0], [0, 64], [0, -60]]
      .map(([right = 0, down = 0]) => ({ x: at.x + right, y: at.y + down, width, height: 16 }))
      .find((box) => isInside(box, frame) && !taken.some((other) => touches(box, other)));
    if (!free || names.length >= frame.width / 45) continue;
    taken.push(free);
    names.push({ text, x: free.x, y: free.y });
  }
  return names;
}
