import { describe, expect, it } from 'vitest';
import { large, middleOf, milesFrom, placeMarkers, placeNames, placeRingLabels, ringsFor, small, touches, type Rings } from './map';

const middle = { lat: 40.66, lng: -73.98 };
const rings: Rings = [1, 2, 3];
const person = (lat: number, lng: number, location: string | null = null) => ({ lat, lng, location });

describe('the plane', () => {
  it('has north up and east to the right, in miles', () => {
    const north = milesFrom(middle, { lat: 40.66 + 1 / 69.09, lng: -73.98 });
    expect(north.x).toBeCloseTo(0);
    expect(north.y).toBeCloseTo(-1);
    expect(milesFrom(middle, { lat: 40.66, lng: -73.97 }).x).toBeCloseTo(0.524, 3);
  });
  it('goes the short way over the date line', () => {
    expect(milesFrom({ lat: 0, lng: 179.9 }, { lat: 0, lng: -179.9 }).x).toBeCloseTo(0.2 * 69.09);
  });
  it('has its middle where most are', () => {
    expect(middleOf([person(40, -73), person(41, -74), person(52, 13)])).toEqual({ lat: 41, lng: -73 });
    expect(middleOf([])).toBeNull();
  });
});

describe('the rings', () => {
  it.each([
    [[0.5, 2, 2.9, 8], [1, 2, 3]],
    [[0.5, 8, 9, 20], [5, 10, 25]],
    [[], [1, 2, 3]],
    [[9000], [1000, 2000, 4000]],
  ])('of %j hold at least half', (distances, expected) => {
    expect(ringsFor(distances)).toEqual(expected);
  });
  it('say their miles where no price stands', () => {
    const [first] = placeRingLabels(rings, [], small);
    const [moved] = placeRingLabels(rings, [{ x: first!.x, y: first!.y, width: 48, height: 34 }], small);
    expect(first!.y).toBeLessThan(small.height / 2);
    expect(moved!.y).toBeGreaterThan(small.height / 2);
  });
});

describe('the markers', () => {
  const price = () => '$42';
  it('stand where people are', () => {
    const [one] = placeMarkers([person(40.66, -73.95)], price, middle, rings, small);
    expect(one!.x).toBeCloseTo(small.width / 2 + milesFrom(middle, one!.of).x * (small.reach / 3));
    expect(one!.y).toBeCloseTo(small.height / 2);
  });
  it('step aside for each other and for the middle', () => {
    const placed = placeMarkers([person(40.66, -73.98), person(40.66, -73.98), person(40.661, -73.979)], price, middle, rings, small);
    expect(placed).toHaveLength(3);
    for (const [index, one] of placed.entries()) for (const other of placed.slice(index + 1)) expect(touches(one, other)).toBe(false);
    expect(placed.every((one) => Math.abs(one.x - small.width / 2) + Math.abs(one.y - small.height / 2) > 0)).toBe(true);
  });
  it('leave out who is outside, and have more room when enlarged', () => {
    const west = person(40.66, -74.05);
    expect(placeMarkers([west], price, middle, rings, small)).toEqual([]);
    expect(placeMarkers([west], price, middle, rings, large)).toHaveLength(1);
  });
});

describe('the names of places', () => {
  it('are the first part of the labels, once each, off the markers', () => {
    const people = [person(40.67, -73.98, 'Park Slope, Brooklyn, NY'), person(40.671, -73.98, 'Park Slope, Brooklyn, NY'), person(40.65, -73.97, 'Kensington'), person(40.66, -73.97)];
    const markers = placeMarkers(people, () => '$42', middle, rings, small);
    const names = placeNames(people, markers, middle, rings, small);
    expect(names.map((name) => name.text).sort()).toEqual(['Kensington', 'Park Slope']);
    for (const name of names) expect(markers.some((marker) => touches({ ...name, width: 20, height: 12 }, marker))).toBe(false);
  });
});
