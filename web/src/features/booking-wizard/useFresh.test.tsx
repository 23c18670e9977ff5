// @vitest-environment happy-dom
import { act, renderHook } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FRESH_MS, useFresh } from './useFresh';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const wait = (time: number) => act(() => void vi.advanceTimersByTime(time));

it('is fresh from the moment of a change until it could have been read', () => {
  const { result, rerender } = renderHook(({ step }: { step: number }) => useFresh(step), { initialProps: { step: 3 } });
  expect(result.current).toBe(false);
  wait(FRESH_MS);
  rerender({ step: 4 });
  expect(result.current).toBe(true);
  wait(FRESH_MS - 1);
  expect(result.current).toBe(true);
  wait(1);
  expect(result.current).toBe(false);
});

it('counts anew with each change', () => {
  const { result, rerender } = renderHook(({ step }: { step: number }) => useFresh(step), { initialProps: { step: 2 } });
  rerender({ step: 3 });
  wait(FRESH_MS - 100);
  rerender({ step: 4 });
  wait(FRESH_MS - 100);
  expect(result.current).toBe(true);
});
