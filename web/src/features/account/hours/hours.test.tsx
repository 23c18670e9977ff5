// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/preact-query';
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { LocationProvider } from 'preact-iso';
import { TRPCClientError } from '@trpc/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { api } from '~/api/client';
import { queryClient, useQuery } from '~/api/query';
import { HoursForm } from './HoursForm';
import { TimeInput } from './TimeInput';
import { forgetDraft, hoursKey, loadHours } from './useDraft';
import type { Hours } from './week';

const { get, set, open } = vi.hoisted(() => ({ get: vi.fn(), set: vi.fn(), open: vi.fn() }));
vi.mock('~/api/client', async (original) => ({
  ...(await original<typeof import('~/api/client')>()),
  api: { availability: { get: { query: get }, set: { mutate: set }, open: { query: open } } },
}));

const hours: Hours = {
  timeZone: 'UTC', exceptions: [], timeOff: [],
  weekly: [{ days: ['MO'], start: '09:00', end: '17:00' }, { days: ['MO'], start: '16:00', end: '18:00' }],
  rules: [{ rrule: 'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', from: '2026-01-01', start: '09:00', end: '12:00' }, { rrule: 'FREQ=WEEKLY;BYDAY=TU', from: '2026-01-01', start: '09:00', end: '12:00' }],
};
function Loaded() {
  const { data } = useQuery({ queryKey: hoursKey, queryFn: loadHours });
  return data ? <HoursForm hours={data} owner="user_a" /> : null;
}
const show = () => render(<LocationProvider><QueryClientProvider client={queryClient}><Loaded /></QueryClientProvider></LocationProvider>);
const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name);
const button = (name: string | RegExp) => screen.getByRole<HTMLButtonElement>('button', { name });

beforeEach(() => {
  set.mockReset();
  get.mockReset().mockResolvedValue(hours);
  queryClient.setQueryData(hoursKey, hours);
  open.mockReset().mockResolvedValue({ timeZone: 'UTC', intervals: [], occurrences: [] });
});
afterEach(() => {
  cleanup();
  forgetDraft();
  queryClient.clear();
});

it('sends only what has changed; a rule written by hand goes as it came', async () => {
  set.mockResolvedValue({ ...hours, outside: [] });
  show();
  expect(button('Save').disabled).toBe(true);
  fireEvent.click(button(/^Remove: Every Tuesday/));
  fireEvent.click(button('Save'));
  await vi.waitFor(() => expect(set).toHaveBeenCalledWith({ rules: [hours.rules[0]] }));
  expect(api.availability.set.mutate).toBe(set);
});

it('what was saved with an overlap does not stand in the way of other changes, and its own do wait for it', async () => {
  set.mockResolvedValue({ ...hours, outside: [] });
  show();
  expect(screen.getByText('Overlaps 09:00–17:00.')).toBeTruthy();
  fireEvent.click(button('Add time off'));
  fireEvent.input(field('First day'), { target: { value: '2030-12-24' } });
  fireEvent.click(button('Save'));
  await vi.waitFor(() => expect(set).toHaveBeenCalledWith({ timeOff: [{ from: '2030-12-24', to: '2030-12-24' }] }));
  fireEvent.input(field('Monday: From'), { target: { value: '08:00' } });
  fireEvent.click(button('Save'));
  expect(screen.getByRole('alert').textContent).toContain('Monday: Overlaps 08:00–17:00.');
  expect(set).toHaveBeenCalledTimes(1);
});

it('what has nothing left to undo or to discard gives the focus to where that is said', () => {
  show();
  const press = (name: string) => { button(name).focus(); fireEvent.click(button(name)); };
  fireEvent.click(button('Add time off'));
  fireEvent.click(button('Make one of them'));
  press('Undo');
  expect(document.activeElement).toBe(button('Undo'));
  press('Undo');
  expect(document.activeElement?.textContent).toBe('Everything is saved.');
  fireEvent.click(button('Make one of them'));
  press('Discard all');
  expect(document.activeElement?.textContent).toBe('Everything is saved.');
});

it('a refusal keeps what was typed', async () => {
  set.mockRejectedValue(new Error('The server has lost its thread.'));
  show();
  fireEvent.click(button('Make one of them'));
  fireEvent.click(button('Save'));
  await screen.findByText('The server has lost its thread.');
  expect(field('Monday: to').value).toBe('18:00');
  fireEvent.click(button('Undo'));
  expect(field('Monday: to').value).toBe('17:00');
});

it('what was not touched follows the server and is not sent', async () => {
  set.mockResolvedValue({ ...hours, outside: [] });
  show();
  fireEvent.input(field('Monday, 2: From'), { target: { value: '17:30' } });
  const timeOff = [{ from: '2030-12-24', to: '2030-12-24' }];
  get.mockResolvedValue({ ...hours, timeOff });
  queryClient.setQueryData(hoursKey, { ...hours, timeOff });
  await screen.findByLabelText('First day');
  expect(field('Monday, 2: From').value).toBe('17:30');
  fireEvent.click(button('Save'));
  await vi.waitFor(() => expect(set).toHaveBeenCalledTimes(1));
  expect(Object.keys(set.mock.calls[0]![0] as object)).toEqual(['weekly']);
});

const theirs: Hours = { ...hours, weekly: [{ days: ['TU'], start: '10:00', end: '12:00' }] };
async function meetTheirs() {
  set.mockResolvedValue({ ...hours, outside: [] });
  show();
  fireEvent.input(field('Monday, 2: From'), { target: { value: '17:30' } });
  get.mockResolvedValue(theirs);
  fireEvent.click(button('Save'));
  await screen.findByText('Changed elsewhere meanwhile: Every week (Monday)');
  await vi.waitFor(() => expect(document.activeElement?.getAttribute('role')).toBe('alert'));
  expect(set).not.toHaveBeenCalled();
}
it('asks which stays where the same was changed elsewhere, and keeps mine', async () => {
  await meetTheirs();
  const line = screen.getByRole('alert').querySelector('li');
  expect([...(line?.children ?? [])].map((part) => part.textContent)).toEqual(['Monday', 'here 09:00–17:00, 17:30–18:00', 'elsewhere closed']);
  fireEvent.click(button('Keep mine'));
  expect(screen.queryByText(/^Changed elsewhere/)).toBeNull();
  expect(document.activeElement?.textContent).toBe('You have changes that are not saved.');
  await vi.waitFor(() => expect(button('Save').disabled).toBe(false));
  fireEvent.click(button('Save'));
  await vi.waitFor(() => expect(set).toHaveBeenCalledWith({ weekly: [{ days: ['MO'], start: '09:00', end: '17:00' }, { days: ['MO'], start: '17:30', end: '18:00' }, ...theirs.weekly] }));
});
it('or takes theirs, with a way back', async () => {
  await meetTheirs();
  fireEvent.click(button('Take theirs'));
  expect(field('Tuesday: From').value).toBe('10:00');
  expect(button('Save').disabled).toBe(true);
  expect(document.activeElement?.textContent).toBe('Everything is saved.');
  fireEvent.click(button('Undo'));
  expect(field('Monday, 2: From').value).toBe('17:30');
  expect(screen.getByText(/^Changed elsewhere/)).toBeTruthy();
});

it('says of a date that clashes what stands here and what was saved there', async () => {
  const on = (intervals: { start: string; end: string }[]) => ({ ...hours, exceptions: [{ date: '2031-05-05', intervals }] });
  queryClient.setQueryData(hoursKey, on([{ start: '09:00', end: '12:00' }]));
  get.mockResolvedValue(hours);
  show();
  fireEvent.input(field('Mon 5 May 2031: to'), { target: { value: '13:00' } });
  fireEvent.click(button('Save'));
  const line = (await screen.findByRole('alert')).querySelector('li');
  expect([...(line?.children ?? [])].map((part) => part.textContent)).toEqual(['Mon 5 May 2031', 'here 09:00–13:00', 'elsewhere as every week']);
});

const stale = () => new TRPCClientError('This was changed after you read it.', { result: { error: { data: { httpStatus: 409, docket: { code: 'stale_version' } } } } } as never);
it('what is saved elsewhere while it is being saved is seen: the same is asked about, anything else stays', async () => {
  const timeOff = [{ from: '2030-12-24', to: '2030-12-24' }];
  get.mockReset().mockResolvedValueOnce({ ...hours, version: '1' }).mockResolvedValueOnce({ ...hours, timeOff, version: '2' }).mockResolvedValue({ ...theirs, version: '3' });
  set.mockRejectedValueOnce(stale()).mockRejectedValueOnce(stale());
  show();
  fireEvent.input(field('Monday, 2: From'), { target: { value: '17:30' } });
  fireEvent.click(button('Save'));
  await screen.findByText('Changed elsewhere meanwhile: Every week (Monday)');
  expect(set.mock.calls.map(([input]) => [Object.keys(input as object), (input as { version: string }).version])).toEqual([[['weekly', 'version'], '1'], [['weekly', 'version'], '2']]);
});

it('is there again for the same person, and nobody else', () => {
  show();
  fireEvent.input(field('Monday, 2: From'), { target: { value: '17:30' } });
  cleanup();
  const asOther = render(<LocationProvider><QueryClientProvider client={queryClient}><HoursForm hours={hours} owner="user_b" /></QueryClientProvider></LocationProvider>);
  expect(field('Monday, 2: From').value).toBe('16:00');
  asOther.unmount();
  show();
  expect(field('Monday, 2: From').value).toBe('17:30');
  expect(screen.getByText('These are the changes you had not saved.')).toBeTruthy();
});

it('a rule keeps its fields while no day is chosen, and says so', () => {
  show();
  fireEvent.click(button(/^Change: Every Tuesday/));
  fireEvent.click(field('Tuesday'));
  expect(screen.getByText('Choose at least one day.')).toBeTruthy();
  fireEvent.click(field('Friday'));
  expect(screen.getByRole('heading', { name: /^Every Friday, 09:00 to 12:00/ })).toBeTruthy();
});

it('what is saved elsewhere while it is being saved stays, where it is another day', async () => {
  const next: Hours = { ...hours, weekly: [...hours.weekly, ...theirs.weekly] };
  show();
  fireEvent.input(field('Monday, 2: From'), { target: { value: '17:30' } });
  get.mockResolvedValue(next);
  set.mockResolvedValue({ ...next, outside: [] });
  fireEvent.click(button('Save'));
  await vi.waitFor(() => expect(set).toHaveBeenCalledTimes(1));
  expect((set.mock.calls[0]![0] as Hours).weekly).toContainEqual(theirs.weekly[0]);
});

it('a time that is none is kept on the screen, and is no time', () => {
  const said = vi.fn();
  render(<TimeInput label="From" value="09:00" onChange={said} />);
  fireEvent.input(field('From'), { target: { value: '25:00' } });
  expect(said).toHaveBeenCalledWith('');
  expect(field('From').value).toBe('25:00');
  expect(field('From').getAttribute('aria-invalid')).toBe('true');
  fireEvent.input(field('From'), { target: { value: '5pm' } });
  expect(said).toHaveBeenCalledTimes(1);
  fireEvent.blur(field('From'));
  expect(said).toHaveBeenLastCalledWith('17:00');
  expect(field('From').getAttribute('aria-invalid')).toBeNull();
});

it('says what a time looks like, saves none that is not one, and an undo brings back what was there', () => {
  show();
  fireEvent.input(field('Monday: From'), { target: { value: '25:99' } });
  fireEvent.blur(field('Monday: From'));
  const note = screen.getByText('A time looks like 9:30 or 17:00.');
  expect(field('Monday: From').getAttribute('aria-describedby')).toBe(note.id);
  expect(field('Monday: to').getAttribute('aria-invalid')).toBeNull();
  fireEvent.click(button('Save'));
  expect(set).not.toHaveBeenCalled();
  fireEvent.click(button('Undo'));
  expect(field('Monday: From').value).toBe('09:00');
  expect(screen.queryByText('A time looks like 9:30 or 17:00.')).toBeNull();
});
