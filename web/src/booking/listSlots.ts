import { api } from '~/api/client';
import type { Inputs, Slot } from '~/api/types';

const ANSWERS_MAX = 40;

/** All starts of a range: where much is going on, an answer ends before it does and says where to go on; mostly one is all. */
export async function listSlots(input: Inputs['slot']['list']): Promise<Slot[]> {
  const slots: Slot[] = [];
  let from: typeof input.from | undefined = input.from;
  for (let call = 0; call < ANSWERS_MAX && from; call++) {
    const part: Awaited<ReturnType<typeof api.slot.list.query>> = await api.slot.list.query({ ...input, from });
    slots.push(...part.slots);
    from = part.nextFrom;
  }
  return slots;
}
