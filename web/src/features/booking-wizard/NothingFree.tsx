import { firstName } from '~/lib/names';
import { formatHours } from '~/lib/time';
import { ButtonLink } from '~/ui/Button';
import { fitHours } from './choices';
import { Others } from './Instead';
import { useSameElsewhere } from './useSlots';
import type { Wizard } from './useWizard';
import { t } from './words';

/** In place of a calendar without one free time: said at once, with who else can be had. */
export function NothingFree({ wizard }: { wizard: Wizard }) {
  const { provider, service } = wizard;
  const { data } = useSameElsewhere(provider, service);
  if (!service) return null;
  const name = firstName(provider.displayName);
  const others = data ?? [];
  return (
    <div class="panel nothing-free">
      <div role="status">
        <h3>{t('nothingFree', { name: provider.displayName })}</h3>
        <p class="muted">{t('nothingFreeText', { name, hours: formatHours(fitHours(service, null)) })}</p>
      </div>
      {others.length > 0 && <Others label={t('othersSame')} others={others} wizard={wizard} isDifferentTime />}
      <div class="row">
        <ButtonLink look="go" href={`/?service=${encodeURIComponent(service.serviceType)}`}>{t('seeAllOthers')}</ButtonLink>
        <ButtonLink href={`/providers/${provider.id}`}>{t('toProfile')}</ButtonLink>
      </div>
    </div>
  );
}
