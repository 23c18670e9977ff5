import { describe, expect, it } from 'vitest';
import { safeNext } from './next';

describe('where signing in leads', () => {
  it.each([
    ['/booking/manage?tab=past', '/booking/manage?tab=past'],
    ['/booking/user_01?step=4#x', '/booking/user_01?step=4#x'],
    [undefined, '/'],
    ['', '/'],
    ['https://evil.example/x', '/'],
    ['//evil.example/x', '/'],
    ['/\\evil.example', '/'],
    ['javascript:alert(1)', '/'],
  ])('%s leads to %s', (next, expected) => expect(safeNext(next)).toBe(expected));
});
