import { api } from '~/api/client';
import { keyOf, useQuery } from '~/api/query';
import { Icon } from '~/ui/Icon';
import { t } from './words';

/** What somebody new has still to say before anybody can book them; nothing for those who have said it. */
export function Missing({ providerId }: { providerId: string }) {
  const services = useQuery({ queryKey: keyOf('service.list', { providerId }), queryFn: () => api.service.list.query({ providerId }) });
  const hours = useQuery({ queryKey: keyOf('availability.get'), queryFn: () => api.availability.get.query() });
  if (!services.data || !hours.data) return null;
  const { weekly, rules, exceptions } = hours.data;
  const steps = [
    services.data.services.every((service) => !service.active) && { href: '/account/services', label: t('missingServices') },
    weekly.length + rules.length + exceptions.length === 0 && { href: '/account/hours', label: t('missingHours') },
  ].filter((step) => step !== false);
  if (steps.length === 0) return null;
  return (
    <nav class="panel links" aria-labelledby="missing">
      <h2 id="missing">{t('missing')}</h2>
      <ul>{steps.map((step) => <li key={step.href}><a href={step.href}>{step.label}<Icon name="forward" size={18} /></a></li>)}</ul>
    </nav>
  );
}
