import { expect, it, vi } from 'vitest';
import { api } from '~/api/client';
import { slotAt } from './fixtures';
import { listSlots } from './listSlots';

vi.mock('~/api/client', () => ({ api: { slot: { list: { query: vi.fn() } } } }));

it('goes on from where an answer was cut, with the same question', async () => {
  const query = vi.mocked(api.slot.list.query as never as (input: unknown) => Promise<unknown>);
  const first = slotAt('2026-11-24T09:00:00-05:00'), second = slotAt('2026-12-24T09:00:00-05:00');
  query.mockResolvedValueOnce({ slots: [first], nextFrom: '2026-12-10T00:00:00Z' }).mockResolvedValueOnce({ slots: [second] });
  const input = { providerId: 'user_ana', serviceId: 'service_1', from: '2026-11-10T00:00:00Z', to: '2027-01-10T00:00:00Z' };
  expect(await listSlots(input)).toEqual([first, second]);
  expect(query.mock.calls).toEqual([[input], [{ ...input, from: '2026-12-10T00:00:00Z' }]]);
});
