import './ServiceList.css';
import { useOnline } from '~/api/online';
import type { Provider } from '~/api/types';
import { servicePrice } from '~/lib/rate';
import { Button, ButtonLink } from '~/ui/Button';
import { durationText, termsOf } from './terms';
import { t } from './words';

export const bookHref = (providerId: string, serviceId?: string, start?: string) => {
  const params = new URLSearchParams();
  if (serviceId) params.set('service', serviceId);
  if (start) params.set('start', start);
  return `/booking/${providerId}${params.size > 0 ? `?${params}` : ''}`;
};

export function ServiceList({ provider }: { provider: Provider }) {
  const isOnline = useOnline();
  return (
    <section class="panel services" aria-labelledby="services">
      <h2 id="services">{t('services')}</h2>
      {provider.services.length === 0 && <p class="muted">{t('noServices')}</p>}
      <ul>
        {provider.services.map((service) => {
          const price = servicePrice(service);
          const label = t('bookService', { service: service.title });
          return (
            <li key={service.id}>
              <div class="what">
                <h3>{service.title}</h3>
                {service.description && <p class="sm">{service.description}</p>}
                <ul class="terms xs muted">{termsOf(service).map((term) => <li key={term}>{term}</li>)}</ul>
              </div>
              <p class="cost mono">{price && <span><b>{price.amount}</b><span class="xs muted">{price.per}</span></span>}<span class="xs muted">{durationText(service)}</span></p>
              {isOnline
                ? <ButtonLink size="small" href={bookHref(provider.id, service.id)} aria-label={label}>{t('book')}</ButtonLink>
                : <Button size="small" disabled aria-label={label}>{t('book')}</Button>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
