// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, expect, it, vi } from 'vitest';
import { Button } from './Button';

afterEach(cleanup);
const button = () => screen.getByRole<HTMLButtonElement>('button');

it('while it is busy it keeps the focus and takes no press, of the form neither', () => {
  const onClick = vi.fn();
  const onSubmit = vi.fn((event: Event) => event.preventDefault());
  const form = (isBusy: boolean) => <form onSubmit={onSubmit}><Button type="submit" isBusy={isBusy} disabled={isBusy} onClick={onClick}>Send</Button></form>;
  const { rerender } = render(form(false));
  button().focus();
  rerender(form(true));
  expect([button().disabled, button().getAttribute('aria-disabled'), button().getAttribute('aria-busy')]).toEqual([false, 'true', 'true']);
  fireEvent.click(button());
  expect(onClick).not.toHaveBeenCalled();
  expect(onSubmit).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(button());
  rerender(form(false));
  fireEvent.click(button());
  expect([onClick.mock.calls.length, onSubmit.mock.calls.length]).toEqual([1, 1]);
});
