import './Instead.css';
import { nearestStarts } from '~/booking/starts';
import { formatMoney } from '~/lib/money';
import { Button } from '~/ui/Button';
import type { Alternatives, OtherProvider } from './refusals';
import { useSlotsNear } from './useSlots';
import type { Wizard } from './useWizard';
import { shortTime } from './when';
import { t } from './words';

const NEAREST = 6;

/** Free starts around the one that is gone, each one press away. */
function Nearest({ wizard, starts }: { wizard: Wizard; starts: string[] }) {
  const { zone, change, setNotice } = wizard;
  if (starts.length === 0) return <p class="sm">{t('noNearest')}</p>;
  return (
    <div role="group" aria-labelledby="nearest">
      <p class="sm" id="nearest"><b>{t('nearest')}</b></p>
      <div class="row">
        {starts.map((start) => (
          <Button
            key={start} class="mono" size="small"
            onClick={() => {
              change({ start }, 'start');
              setNotice(null);
              document.querySelector<HTMLElement>('.price-summary button, .price-summary .btn')?.focus();
            }}
          >
            {shortTime(start, zone)}
          </Button>
        ))}
      </div>
    </div>
  );
}

/** Into their own wizard, with the same kind of service and the time; the length too, if it was asked for there. */
function hrefOf({ id, start }: OtherProvider, { service, draft }: Wizard, isDifferentTime: boolean): string {
  const query = new URLSearchParams({ type: service?.serviceType ?? '', start, ...(!isDifferentTime && { hours: String(draft.hours ?? '') }) });
  return `/booking/${id}?${query.toString().replace(/%3A/g, ':')}`;
}

interface OthersProps {
  label: string;
  others: OtherProvider[];
  wizard: Wizard;
  /** Their time is not the one that was asked for, so it is said. */
  isDifferentTime?: boolean;
}
function Other({ other, wizard, isDifferentTime = false }: Omit<OthersProps, 'label' | 'others'> & { other: OtherProvider }) {
  const price = other.hourlyRateMinor === null ? '' : t('perHourShort', { price: formatMoney(other.hourlyRateMinor, other.currency, 'short') });
  return (
    <li>
      <a class="other" href={hrefOf(other, wizard, isDifferentTime)}>
        <span>
          <b>{other.displayName}</b>
          {other.headline && <span class="xs">{other.headline}</span>}
          {isDifferentTime && <span class="xs mono">{t('othersFrom', { time: shortTime(other.start, other.timeZone ?? wizard.zone) })}</span>}
        </span>
        <span class="mono xs facts">
          {other.rating !== null && <span><span aria-hidden="true">★ {other.rating.toFixed(1)}</span><span class="vh">{t('rated', { rating: other.rating })}</span></span>}
          {price && <span>{price}</span>}
        </span>
      </a>
    </li>
  );
}

export function Others({ label, others, ...rest }: OthersProps) {
  return (
    <div role="group" aria-labelledby="others">
      <p class="sm" id="others"><b>{label}</b></p>
      <ul class="others">{others.map((other) => <Other key={other.id} other={other} {...rest} />)}</ul>
    </div>
  );
}

/** What could be had instead of a start: this provider's nearest ones, and others who are free then.
 * The server's own findings where it sent some along, else what its list shows. */
export function Instead({ wizard, start, found }: { wizard: Wizard; start: string; found?: Alternatives }) {
  const { service, draft } = wizard;
  const { data } = useSlotsNear(service && draft.hours && !found ? { service, hours: draft.hours, where: wizard.where } : null, start);
  const starts = found ? found.starts.map((one) => one.start).sort() : data && nearestStarts(data, start, NEAREST).map((slot) => slot.start);
  return (
    <>
      {starts && <Nearest wizard={wizard} starts={starts} />}
      {found && found.providers.length > 0 && <Others label={t('others')} others={found.providers} wizard={wizard} />}
    </>
  );
}
