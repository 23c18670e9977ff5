import { expect, it } from 'vitest';
import { firstName } from './names';
import { zoneCity } from './time';

it.each([
  ['Ana Ribeiro', 'Ana'], ['Okafor & Daughters', 'Okafor & Daughters'], ['Brightwater Home Crew', 'Brightwater Home Crew'], ['李 梅', '李'], ['Zendaya', 'Zendaya'],
])('%s is called %s', (name, short) => expect(firstName(name)).toBe(short));

it.each([['America/New_York', 'New York'], ['Asia/Calcutta', 'Kolkata'], ['Asia/Saigon', 'Ho Chi Minh City'], ['UTC', 'UTC']])('%s is %s', (zone, city) => expect(zoneCity(zone)).toBe(city));
