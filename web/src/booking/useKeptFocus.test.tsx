// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useKeptFocus } from './useKeptFocus';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function Bar({ has }: { has: boolean }) {
  const { place, keep } = useKeptFocus();
  return <div><div role="group" tabIndex={-1} ref={place}>{has && <button onClick={keep}>Cancel</button>}</div><button>Elsewhere</button></div>;
}
function press() {
  const { rerender } = render(<Bar has />);
  screen.getByRole('button', { name: 'Cancel' }).focus();
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  return { goes: () => rerender(<Bar has={false} />) };
}

it('a button that goes a moment after its press leaves the focus in its place', () => {
  const { goes } = press();
  expect(document.activeElement?.textContent).toBe('Cancel');
  goes();
  expect(document.activeElement).toBe(screen.getByRole('group'));
});

it('who has gone on is left there', () => {
  const { goes } = press();
  const elsewhere = screen.getByRole('button', { name: 'Elsewhere' });
  elsewhere.focus();
  goes();
  expect(document.activeElement).toBe(elsewhere);
});

it('what goes much later does not take the focus', () => {
  const { goes } = press();
  vi.setSystemTime(Date.now() + 2001);
  goes();
  expect(document.activeElement).toBe(document.body);
});
