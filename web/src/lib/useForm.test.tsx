// @vitest-environment happy-dom
import { act, cleanup, renderHook, waitFor } from '@testing-library/preact';
import { afterEach, expect, it, vi } from 'vitest';
import { useForm } from './useForm';

const send = vi.fn<(values: { title: string; rate: string }) => Promise<void>>();
const open = (initial = { title: 'Ironing', rate: '30' }, owner = 'user_a') => renderHook(() => useForm(initial, send, { name: 'service.1', owner })).result;

afterEach(() => {
  cleanup();
  sessionStorage.clear();
});

it('what was written outlives the page; what was not touched is as the server has it by then', () => {
  const form = open();
  expect(form.current.isKept).toBe(false);
  act(() => form.current.set('title', 'Ironing and folding'));
  cleanup();
  const again = open({ title: 'Ironing', rate: '35' });
  expect(again.current.values).toEqual({ title: 'Ironing and folding', rate: '35' });
  expect(again.current.isKept).toBe(true);
  cleanup();
  expect(open(undefined, 'user_b').current.values.title).toBe('Ironing');
});

it('a refusal keeps it, saving ends it', async () => {
  const form = open();
  act(() => form.current.set('title', 'Ironing and folding'));
  send.mockRejectedValueOnce(new Error('no'));
  await act(() => form.current.submit());
  cleanup();
  const again = open();
  expect(again.current.values.title).toBe('Ironing and folding');
  send.mockResolvedValueOnce();
  await act(() => again.current.submit());
  await waitFor(() => expect(again.current.isKept).toBe(false));
  cleanup();
  expect(open().current.values.title).toBe('Ironing');
});

it('starting over forgets it, and a form without a name keeps nothing', () => {
  const form = open();
  act(() => form.current.set('title', 'Ironing and folding'));
  act(() => form.current.reset({ title: 'Ironing', rate: '30' }));
  expect(form.current.values.title).toBe('Ironing');
  const plain = renderHook(() => useForm({ password: '' }, async () => {})).result;
  act(() => plain.current.set('password', 'secret'));
  expect(sessionStorage.length).toBe(0);
});
