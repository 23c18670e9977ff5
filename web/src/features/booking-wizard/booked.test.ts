import { expect, it } from 'vitest';
import { bookedAt, rememberBooked } from './booked';

const storage = (found: string | null = null) => {
  let text = found;
  return { getItem: () => text, setItem: (_name: string, value: string) => void (text = value) };
};

it('knows the start that has become a booking, however it is printed', () => {
  const kept = storage();
  rememberBooked(kept, 'user_p', { id: 'booking_a', start: '2026-11-24T14:00:00.000Z' });
  expect(bookedAt(kept, 'user_p', '2026-11-24T14:00:00Z')?.id).toBe('booking_a');
  expect(bookedAt(kept, 'user_p', '2026-11-24T15:00:00Z')).toBeNull();
  expect(bookedAt(kept, 'user_p', undefined)).toBeNull();
});

it.each([null, 'null', '{', '{"id":7,"start":"2026-11-24T14:00:00Z"}'])('takes %s for nothing', (text) => {
  expect(bookedAt(storage(text), 'user_p', '2026-11-24T14:00:00Z')).toBeNull();
});
