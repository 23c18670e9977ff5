import './StatusSteps.css';
import { statusLabel } from '~/api/edition';
import type { Booking, BookingEvent } from '~/api/types';
import { stepsOf } from '~/booking/steps';
import { clockTime, formatInstant } from '~/lib/time';
import { t } from './words';

const ended = new Set(['CANCELLED', 'EXPIRED', 'DECLINED', 'DISPUTED']);

/** Where it stands. Past instants and the planned start, all on the place's clock. */
export function StatusSteps({ booking, events, isFresh }: { booking: Booking; events: BookingEvent[]; isFresh: boolean }) {
  const zone = booking.timeZone;
  return (
    <ol class={`status-steps ${isFresh ? 'fresh' : ''}`} aria-label={t('progress')}>
      {stepsOf(booking, events).map((step) => (
        <li key={step.status} class={`${step.state} ${ended.has(step.status) ? 'ended' : ''}`} aria-current={step.state === 'now' ? 'step' : undefined}>
          {statusLabel(step.status)}
          <span class="t">{step.at ? `${formatInstant(step.at, zone, { weekday: 'short' })} ${formatInstant(step.at, zone, { day: 'numeric' })} · ${clockTime(step.at, zone)}` : '–'}</span>
        </li>
      ))}
    </ol>
  );
}
