import './ProviderCard.css';
import { clockTime, slotLabel, zoneCity } from '~/lib/time';
import { Avatar } from '~/ui/Avatar';
import { ButtonLink } from '~/ui/Button';
import { Icon } from '~/ui/Icon';
import { Stars } from '~/ui/Stars';
import { bookingHref, openingOf, priceOf, profileHref, type Choice } from './card';
import type { Found } from './useSearch';
import { t } from './words';

interface Props {
  found: Found;
  serviceType?: string;
  /** This card's time, when it is the one that is chosen. */
  chosenAt?: string;
  isOffline: boolean;
  isDaySearched: boolean;
  /** Where not all cards have one zone, each says its own. */
  saysZone: boolean;
  onChoose: (choice: Choice) => void;
}

/** "Tue 09:00" has room on the button; of longer ones it says the time, and the chosen one beside it the day. */
const BOOK_ROOM = 9;
const timeText = (found: Found, at: string, now: number) => slotLabel(at, found.timeZone, now, t('today'));

function Facts({ found, saysZone }: { found: Found; saysZone: boolean }) {
  return (
    <p class="facts">
      <Stars rating={found.rating} count={found.reviewCount} />
      {found.distanceMiles !== undefined
        ? <span class="muted">{t('away', { miles: Math.max(0.1, found.distanceMiles).toFixed(1) })}</span>
        : found.location && <span class="muted">{found.location}</span>}
      {found.verified && <span class="ok"><Icon name="check" size={16} />{t('verified')}</span>}
      {saysZone && <span class="muted mono xs zone">{t('inZone', { city: zoneCity(found.timeZone) })}</span>}
    </p>
  );
}

function BookLink({ found, at, time }: { found: Found; at: string; time: string }) {
  const short = time.length > BOOK_ROOM ? clockTime(at, found.timeZone) : time;
  return <ButtonLink look="go" class="book" href={bookingHref(found, at)} aria-label={t(short === time ? 'bookWith' : 'bookDayWith', { time, short, name: found.displayName })}>{t('book', { time: short })}</ButtonLink>;
}

function Slots({ found, chosenAt, isOffline, isDaySearched, onChoose }: Omit<Props, 'serviceType' | 'saysZone'>) {
  const now = Date.now();
  const slots = found.nextSlots ?? [];
  return (
    <div class="slots" role="group" aria-label={t('openings', { name: found.displayName })}>
      {slots.length === 0 && <span class="muted sm none">{t(isDaySearched ? 'noTimesThen' : 'noTimes')}</span>}
      {slots.map((at) => (
        <button
          key={at} type="button" class={`slot ${at === chosenAt ? 'on' : ''}`} aria-pressed={at === chosenAt} disabled={isOffline}
          onClick={() => onChoose({ providerId: found.id, at })}
        >
          {timeText(found, at, now)}
        </button>
      ))}
      {chosenAt && !isOffline
        ? <BookLink found={found} at={chosenAt} time={timeText(found, chosenAt, now)} />
        : <a class="more" href={profileHref(found, true)} aria-label={t('allTimesOf', { name: found.displayName })}>{t('allTimes')}</a>}
    </div>
  );
}

export function ProviderCard({ serviceType, ...props }: Props) {
  const { found, chosenAt } = props;
  const price = priceOf(found, serviceType);
  const say = openingOf(found.bio);
  return (
    <article class={`card ${chosenAt !== undefined ? 'chosen' : ''}`}>
      <Avatar name={found.displayName} />
      <div class="wrap">
        <div class="ttl">
          <h3><a href={profileHref(found)}>{found.displayName}</a></h3>
          <p class="by">{found.headline}</p>
        </div>
        <Facts found={found} saysZone={props.saysZone} />
        {say && <p class="say">{say}</p>}
      </div>
      {price && <p class="price"><b>{price.amount}</b><span class="xs muted">{price.per}</span></p>}
      <Slots {...props} />
    </article>
  );
}

export function CardSkeletons({ count, label }: { count: number; label: string }) {
  return (
    <div class="cards" role="status" aria-label={label}>
      {Array.from({ length: count }, (_, index) => (
        <div class="card bones" key={index} aria-hidden="true">
          <span class="av" />
          <div class="wrap"><div class="ttl"><span class="bone name" /><span class="bone by" /></div><span class="bone facts" /><span class="bone say" /></div>
          <span class="bone price" />
          <div class="slots"><span class="bone slot" /><span class="bone slot" /><span class="bone slot" /></div>
        </div>
      ))}
    </div>
  );
}
