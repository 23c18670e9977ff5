// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import type { Service, Slot } from '~/api/types';
import { comingExceptions, join, weekRows } from './hours';
import { durationText, picturesOf, termsOf } from './terms';
import { openingOf, shorten, weekOf } from './week';

const slot = (start: string): Slot => ({ start, end: start, local: '', localEnd: '', seatsLeft: 1 });

describe('a week of free times', () => {
  it('puts a time on the day it begins where the provider is', () => {
    const week = weekOf([slot('2026-11-24T01:00:00Z'), slot('2026-11-24T14:00:00Z'), slot('2026-12-09T14:00:00Z')], '2026-11-23', 'America/New_York');
    expect(week).toHaveLength(7);
    expect(week[0]).toEqual({ day: '2026-11-23', starts: ['2026-11-24T01:00:00Z'] });
    expect(week[1]?.starts).toEqual(['2026-11-24T14:00:00Z']);
    expect(week.flatMap((one) => one.starts)).toHaveLength(2);
  });
  it('says a time once where the viewer has the same', () => {
    expect(openingOf('2026-11-24T01:00:00Z', 'America/New_York', 'America/New_York')).toEqual({ start: '2026-11-24T01:00:00Z', time: '20:00', yours: null });
  });
  it('adds the time of the viewer where it is another', () => {
    expect(openingOf('2026-11-24T14:00:00Z', 'America/New_York', 'Europe/Berlin')).toMatchObject({ time: '09:00', yours: '15:00' });
  });
  it('names the day of the viewer where it is another', () => {
    expect(openingOf('2026-11-28T20:00:00Z', 'America/New_York', 'Asia/Kathmandu')).toMatchObject({ time: '15:00', yours: 'Sun 01:45' });
  });
  it('is shortened day by day', () => {
    const many = weekOf(['14:00', '14:30', '15:00'].map((time) => slot(`2026-11-24T${time}:00Z`)), '2026-11-24', 'UTC');
    const { days, left } = shorten(many, 2);
    expect(days[0]?.starts).toHaveLength(2);
    expect(left).toBe(1);
    expect(shorten(many, Infinity).left).toBe(0);
  });
});

describe('weekly hours', () => {
  it('are joined where they touch or overlap', () => {
    expect(join([{ start: '12:00', end: '17:00' }, { start: '08:00', end: '12:00' }, { start: '20:00', end: '00:00' }])).toEqual([{ start: '08:00', end: '17:00' }, { start: '20:00', end: '24:00' }]);
    expect(join([{ start: '08:00', end: '18:00' }, { start: '09:00', end: '10:00' }])).toEqual([{ start: '08:00', end: '18:00' }]);
  });
  it('name all seven days', () => {
    const rows = weekRows([{ days: ['MO', 'SA'], start: '08:00', end: '17:00' }]);
    expect(rows.map((row) => row.day).join()).toBe('MO,TU,WE,TH,FR,SA,SU');
    expect(rows.filter((row) => row.intervals.length > 0).map((row) => row.day)).toEqual(['MO', 'SA']);
  });
  it('tell of the exceptions that are still to come', () => {
    const on = (date: string) => ({ date, intervals: [] });
    expect(comingExceptions([on('2026-12-24'), on('2026-11-20'), on('2026-11-26')], '2026-11-21')).toEqual([on('2026-11-26'), on('2026-12-24')]);
  });
});

describe('the terms of a service', () => {
  const service = (more: Partial<Service>): Service =>
    ({ durationMinutes: null, minHours: 2, maxHours: 6, isRemote: false, isInPerson: true, acceptance: 'request', requestTtlHours: 48, payment: 'invoice', cancellationPolicy: null, ...more }) as Service;
  it.each([
    [{}, '2 h to 6 h'],
    [{ minHours: 2, maxHours: 2 }, '2 h'],
    [{ durationMinutes: 45 }, '45 min'],
  ])('say how long: %j', (more, text) => {
    expect(durationText(service(more))).toBe(text);
  });
  it('say where, how it is accepted, how it is paid and what cancelling means', () => {
    const policy = { preset: 'flexible', tiers: [{ hoursBefore: 24, refundPercent: 100 }] };
    expect(termsOf(service({ cancellationPolicy: policy }))).toEqual(['In person', 'You ask, and hear back within 48 hours', 'Paid by invoice', 'Cancellation: free until 24 h before']);
    expect(termsOf(service({ isRemote: true, acceptance: 'instant', payment: 'none' }))).toEqual(['In person or remote', 'Booked at once']);
  });
  it('show pictures from here or from a safe address only', () => {
    expect(picturesOf([{ title: 'Kitchen', url: '/pictures/a/b.svg' }, { url: 'https://x.example/y.png' }, { url: 'javascript:alert(1)' }, { url: '//evil.example/a' }, null, {}])).toEqual([
      { title: 'Kitchen', url: '/pictures/a/b.svg' }, { title: '', url: 'https://x.example/y.png' },
    ]);
    expect(picturesOf('kitchen')).toEqual([]);
  });
});
