import './OutsideMark.css';
import type { Booking } from '~/api/types';
import { Icon } from '~/ui/Icon';
import { t } from './words';

/** Told to the provider alone: their hours were changed after this was agreed. */
export function OutsideMark({ booking }: { booking: Pick<Booking, 'outsideHours'> }) {
  return booking.outsideHours ? <span class="outside-mark xs"><Icon name="clock" size={16} />{t('outsideHours')}</span> : null;
}
