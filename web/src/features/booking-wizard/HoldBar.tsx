import './HoldBar.css';
import { serverNow } from '~/api/clock';
import { clockTime, viewerZone, zonesAgree } from '~/lib/time';
import { useNow } from '~/lib/useNow';
import { useSignIn } from '~/lib/useSignIn';
import { Button, ButtonLink } from '~/ui/Button';
import { countdown, leftMs, warningAt, type Held } from './hold';
import type { Wizard } from './useWizard';
import { shortTime } from './when';
import { t } from './words';

const SECOND_MS = 1000;

/** The seconds, drawn alone: nothing else of the page moves with them. */
function Left({ hold }: { hold: Held }) {
  useNow(SECOND_MS);
  return <time class="left">{t('holdLeft', { left: countdown(leftMs(hold, serverNow())) })}</time>;
}

/** Said three times, at five minutes, at one and at the end. */
function Warning({ hold }: { hold: Held | null }) {
  useNow(SECOND_MS);
  const warning = hold ? warningAt(leftMs(hold, serverNow())) : null;
  return <p class="vh" role="status">{warning ? t(warning) : ''}</p>;
}

/** On the viewer's clock, which is named where the place's, beside it, shows something else. */
function until({ expiresAt }: Held, zone: string): { time: string } {
  const time = clockTime(expiresAt, viewerZone());
  return { time: zonesAgree(expiresAt, zone, viewerZone()) ? time : t('yourTime', { time }) };
}

function failureText({ holding: { failure } }: Wizard): string {
  if (failure?.kind !== 'no') return t('holdFailed');
  return failure.code === 'hold_quota' ? t('holdQuota') : t('holdRefused', { message: failure.message });
}

function Inside({ wizard }: { wizard: Wizard }) {
  const { holding, draft, zone } = wizard;
  const signIn = useSignIn();
  switch (holding.state) {
    case 'held': return holding.hold && <p class="hold-bar held mono"><i class="block" aria-hidden="true" />{t('holdUntil', until(holding.hold, zone))}<span aria-hidden="true"> · </span><Left hold={holding.hold} /></p>;
    case 'asking': return <p class="hold-bar mono muted">{t('holding', { time: shortTime(draft.start, zone) })}</p>;
    case 'signedOut': return <p class="hold-bar"><span>{t('holdSignedOut')}</span><ButtonLink size="small" {...signIn}>{t('signIn')}</ButtonLink></p>;
    case 'failed': return <p class="hold-bar"><span>{failureText(wizard)}</span><Button size="small" onClick={holding.again}>{t('holdIt')}</Button></p>;
    default: return null;
  }
}

/** Whether the chosen time is kept, and how long: under the times, and over each step after them. */
export function HoldBar({ wizard }: { wizard: Wizard }) {
  const { holding } = wizard;
  return (
    <>
      <Warning hold={holding.state === 'held' || holding.state === 'over' ? holding.hold : null} />
      <Inside wizard={wizard} />
    </>
  );
}

/** The same in the summary, which is in sight wherever one has scrolled to. */
export function HoldShort({ wizard: { holding, zone } }: { wizard: Wizard }) {
  if (holding.state === 'over') return <p class="hold-short mono">{t('holdOverShort')}</p>;
  if (holding.state !== 'held' || !holding.hold) return null;
  return <p class="hold-short held mono"><i class="block" aria-hidden="true" /><span>{t('holdUntilShort', until(holding.hold, zone))}<span aria-hidden="true"> · </span><Left hold={holding.hold} /></span></p>;
}
