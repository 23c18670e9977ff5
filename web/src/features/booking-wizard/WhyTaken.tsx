import type { Service } from '~/api/types';
import { firstName } from '~/lib/names';
import { reasonText } from './reasons';
import { useReasons } from './useSlots';
import type { Wizard } from './useWizard';
import { t } from './words';

/** Whether a time that was refused is booked, or only held: what is held may come free again. */
export function WhyTaken({ wizard, service, hours, start }: { wizard: Wizard; service: Service; hours: number; start: string }) {
  const { provider, zone, where } = wizard;
  const { data } = useReasons({ service, hours, where }, start);
  if (!data) return null;
  if (data.bookable) return <p class="sm">{t('freeAfterAll')}</p>;
  const about = { name: firstName(provider.displayName), service, hours, start, zone, now: Date.now() };
  const texts = data.reasons.map((reason) => reasonText(reason, about));
  // Nothing else stands in its way.
  if (data.reasons.every(({ code }) => code === 'held')) texts.push(t('mayComeFree'));
  return <p class="sm">{texts.join(' ')}</p>;
}
