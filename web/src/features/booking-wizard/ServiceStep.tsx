import './ServiceStep.css';
import type { Provider, Service } from '~/api/types';
import { formatMoney } from '~/lib/money';
import { policyOf, policyShort } from '~/lib/policy';
import { formatHours } from '~/lib/time';
import { Icon } from '~/ui/Icon';
import { activeServices, placeChoices, rateChoices, type RateChoice } from './choices';
import { problemOf } from './problem';
import { withService } from './steps';
import type { Wizard } from './useWizard';
import { t } from './words';

const rateWords = { hourly: 'perHour', day: 'perDay', fixed: 'fixedPrice' } as const;
export const rateText = ({ type, minor }: RateChoice, currency: string) => t(rateWords[type], { price: formatMoney(minor, currency, 'short') });

export function priceText(service: Service, provider: Provider): string {
  const texts = rateChoices(service, provider).map((choice) => rateText(choice, service.currency));
  return texts.join(' · ') || t('priceOnAsking');
}

export function lengthText(service: Service): string {
  if (service.durationMinutes) return formatHours(service.durationMinutes / 60);
  if (service.minHours === service.maxHours) return formatHours(service.minHours);
  return t('lengthRange', { min: formatHours(service.minHours), max: formatHours(service.maxHours) });
}

export function placeText(service: Service): string {
  const { inPerson, remote } = placeChoices(service);
  return t(inPerson && remote ? 'either' : remote ? 'remote' : 'inPerson');
}

function Card({ service, wizard }: { service: Service; wizard: Wizard }) {
  const { provider, draft, change } = wizard;
  const policy = policyOf(service.cancellationPolicy);
  return (
    <label class="service-card">
      <input
        type="radio" name="serviceId" value={service.id} checked={draft.serviceId === service.id}
        onChange={() => change((before) => withService(before, service, provider), 'serviceId')}
      />
      <span class="top"><b>{service.title}</b><span class="mono price">{priceText(service, provider)}</span></span>
      {service.description && <span class="text">{service.description}</span>}
      <span class="facts">
        <span class="mono"><Icon name="clock" size={16} />{lengthText(service)}</span>
        <span><Icon name={service.isRemote && !service.isInPerson ? 'screen' : 'pin'} size={16} />{placeText(service)}</span>
        <span><Icon name="check" size={16} />{t(service.acceptance === 'instant' ? 'instant' : 'request')}</span>
        {policy && <span><Icon name="calendar" size={16} />{t('cancellation', { policy: policyShort(policy) })}</span>}
      </span>
    </label>
  );
}

export function ServiceStep({ wizard }: { wizard: Wizard }) {
  const error = problemOf(wizard, 'serviceId');
  return (
    <fieldset class="service-choice" aria-describedby={error ? 'services-error' : undefined}>
      <legend class="vh">{t('service')}</legend>
      {error && <p class="problem" id="services-error">{error}</p>}
      {activeServices(wizard.provider).map((service) => <Card key={service.id} service={service} wizard={wizard} />)}
    </fieldset>
  );
}
