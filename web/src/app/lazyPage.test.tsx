// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest';
import { lazyPage } from './lazyPage';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it('the formats are woken while the script of a page is on its way, in a piece of their own', () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const used = vi.spyOn(Intl.DateTimeFormat.prototype, 'resolvedOptions');
  const page = lazyPage(() => new Promise<never>(() => {}));
  void page.preload();
  expect(used).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(used).toHaveBeenCalled();
});
