// Beside the profile: what it costs and the way to book, reviews, what cancelling means.
import { useOnline } from '~/api/online';
import type { Provider } from '~/api/types';
import { policyName, policyOf, policyShort } from '~/lib/policy';
import { providerPrice, servicePrice } from '~/lib/rate';
import { Button, ButtonLink } from '~/ui/Button';
import { Stars } from '~/ui/Stars';
import { bookHref } from './ServiceList';
import { durationText } from './terms';
import { t } from './words';

/** Longer names would fill the button, and on a phone half the screen. */
const NAME_ROOM = 24;

/** On a phone it stays at the foot of the screen. */
export function BookBar({ provider, serviceId }: { provider: Provider; serviceId: string }) {
  const isOnline = useOnline();
  const service = provider.services.find((one) => one.id === serviceId);
  const price = (service && servicePrice(service)) ?? providerPrice(provider);
  if (!service) return null;
  return (
    <div class="book-bar">
      <p class="cost">
        {price && <span class="mono"><b>{price.amount}</b><span class="xs muted">{price.per}</span></span>}
        <span class="xs muted">{service.title}, {durationText(service)}</span>
      </p>
      {isOnline
        ? <ButtonLink look="go" href={bookHref(provider.id, service.id)}>{provider.displayName.length > NAME_ROOM ? t('book') : t('bookName', { name: provider.displayName })}</ButtonLink>
        : <Button look="go" disabled>{t('bookOffline')}</Button>}
    </div>
  );
}

export function ReviewsPanel({ provider }: { provider: Provider }) {
  return (
    <section class="panel" aria-labelledby="reviews">
      <h2 id="reviews">{t('reviews')}</h2>
      {provider.rating === null || provider.reviewCount === 0 ? <p class="muted">{t('noReviews')}</p> : <Stars rating={provider.rating} count={provider.reviewCount} />}
    </section>
  );
}

/** Once where all services agree, else one line for each. */
export function CancelPanel({ provider }: { provider: Provider }) {
  const known = provider.services.flatMap((service) => {
    const policy = policyOf(service.cancellationPolicy);
    return policy ? [{ service, text: `${policyName(policy)}: ${policyShort(policy)}` }] : [];
  });
  if (known.length === 0) return null;
  const kinds = [...new Set(known.map(({ text }) => text))];
  return (
    <section class="panel cancel" aria-labelledby="cancel">
      <h2 id="cancel">{t('cancellation')}</h2>
      {kinds.length === 1
        ? <p class="sm">{kinds[0]}. <span class="muted">{known.length > 1 && t('sameForAll')}</span></p>
        : (
          <dl class="sm">
            {kinds.map((kind) => (
              <div key={kind}><dt>{kind}</dt><dd class="muted">{known.filter(({ text }) => text === kind).map(({ service }) => service.title).join(', ')}</dd></div>
            ))}
          </dl>
        )}
    </section>
  );
}
