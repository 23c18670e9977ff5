import type { ComponentChildren } from 'preact';
import { serviceLabel } from '~/api/edition';
import type { Booking } from '~/api/types';
import { OutsideMark } from '~/booking/OutsideMark';
import { answersOf, deliverablesOf, firstName, statusOf, whenText, type Side } from '~/booking/view';
import { zoneNote } from '~/lib/clocks';
import { t } from './words';

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return <><dt>{name}</dt><dd>{children}</dd></>;
}

/** The place's zone first; the viewer's clock when it shows something else. */
function When({ start, end, zone }: { start: string; end: string; zone: string }) {
  return <Fact name={t('jobWhen')}><b>{whenText(start, end, zone, 'long')}</b><br /><span class="muted">{zoneNote(start, zone)}</span></Fact>;
}

function whereNote(booking: Booking, side: Side): string {
  const isOpen = !['CANCELLED', 'DECLINED', 'EXPIRED'].includes(statusOf(booking));
  if (booking.locationIsHidden) return isOpen ? t('hiddenPlace') : t('hiddenEnded');
  if (side !== 'client' || !isOpen) return '';
  const name = firstName(booking.provider.displayName);
  if (statusOf(booking) === 'PENDING') return t('placeUnseen', { name });
  return statusOf(booking) === 'CONFIRMED' ? t('placeSeen', { name }) : '';
}

/** "418 6th Avenue, apt 3R" and "Brooklyn 11215": the parts with a number lead to the door, the last never does. */
export function splitPlace(location: string): [door: string, area: string] {
  const parts = location.split(', ');
  let count = 1;
  while (count < parts.length - 1 && /\d/.test(parts[count] ?? '')) count++;
  return [parts.slice(0, count).join(', '), parts.slice(count).join(', ')];
}

function Where({ booking, side }: { booking: Booking; side: Side }) {
  if (booking.isRemote) return <Fact name={t('jobWhere')}><b>{t('remote')}</b><br /><span class="muted">{t('remoteText')}</span></Fact>;
  const [first, area] = splitPlace(booking.location ?? '');
  const note = booking.location || booking.locationIsHidden ? whereNote(booking, side) : '';
  return (
    <Fact name={t('jobWhere')}>
      <b>{first || t(booking.locationIsHidden ? 'placeLater' : 'noPlace')}</b>
      {(area || note) && <><br /><span class="muted">{area}{area && note && '. '}{note}</span></>}
    </Fact>
  );
}

/** The job: when and where, and everything that was said about it when it was asked for. */
export function JobFacts({ booking, side }: { booking: Booking; side: Side }) {
  const texts: [string, string | null | undefined][] = [
    [t('jobNotes'), booking.description], [t('jobNeeds'), booking.specialRequirements], [t('jobPurpose'), booking.purpose],
    [t('jobCompany'), booking.company], [t('jobProject'), booking.project?.title], [t('jobOutcome'), booking.outcome],
  ];
  const deliverables = deliverablesOf(booking);
  return (
    <section class="pane">
      <h2>{t('job')}</h2>
      <dl class="job-facts">
        {booking.scheduledTime && booking.endTime && <When start={booking.scheduledTime} end={booking.endTime} zone={booking.timeZone} />}
        {booking.outsideHours && <Fact name={t('jobHours')}><OutsideMark booking={booking} /><br /><span class="muted">{t('outsideStands')}</span></Fact>}
        <Where booking={booking} side={side} />
        {booking.title && booking.serviceType && <Fact name={t('jobService')}>{serviceLabel(booking.serviceType)}</Fact>}
        {texts.map(([name, text]) => text && <Fact key={name} name={name}><span class="said-text">{text}</span></Fact>)}
        {answersOf(booking).map(({ question, answer }, index) => (
          <Fact key={index} name={index === 0 ? t('jobAnswers') : ''}><span class="muted">{question}</span><br />{answer}</Fact>
        ))}
        {deliverables.length > 0 && <Fact name={t('jobDone')}><ul>{deliverables.map((one) => <li key={one}>{one}</li>)}</ul></Fact>}
      </dl>
    </section>
  );
}
