import { useState } from 'preact/hooks';
import { api, refusalOf } from '~/api/client';
import { serviceLabel } from '~/api/edition';
import { keyOf, stale, useQuery } from '~/api/query';
import type { Account, Service } from '~/api/types';
import { keep } from '~/lib/kept';
import { forgetOpen, useOpenBefore } from '~/lib/useKeptOpen';
import { servicePrice } from '~/lib/rate';
import { formatHours } from '~/lib/time';
import { Button } from '~/ui/Button';
import { Dialog } from '~/ui/Dialog';
import { Empty, ErrorState, Skeleton } from '~/ui/States';
import { toast } from '~/ui/Toast';
import { AccountFrame } from './AccountFrame';
import { keptService, NEW, OPEN, ServiceForm } from './ServiceForm';
import { t } from './words';

function lengthOf(service: Service): string {
  if (service.durationMinutes) return formatHours(service.durationMinutes / 60);
  return service.minHours === service.maxHours ? formatHours(service.minHours) : `${service.minHours}–${service.maxHours} h`;
}

function ServiceRow({ service, onEdit, onRemove }: { service: Service; onEdit: () => void; onRemove: () => void }) {
  const where = [service.isRemote && t('remoteWord'), service.isInPerson && t('inPersonWord')].filter(Boolean).join(', ');
  const price = servicePrice(service);
  const facts = [lengthOf(service), price ? price.amount + price.per : t('noPrice')].join(' · ');
  return (
    <li>
      <div class="grow">
        <h2>{service.title}</h2>
        <p class="sm muted">{serviceLabel(service.serviceType)}, {where}, {service.acceptance === 'instant' ? t('instantWord') : t('requestWord')}</p>
        <p class="mono sm">{facts}</p>
      </div>
      <Button size="small" aria-label={`${t('edit')}: ${service.title}`} onClick={onEdit}>{t('edit')}</Button>
      <Button size="small" look="quiet" aria-label={`${t('remove')}: ${service.title}`} onClick={onRemove}>{t('remove')}</Button>
    </li>
  );
}

function RemoveDialog({ service, onDone }: { service: Service; onDone: () => void }) {
  const remove = async () => {
    try {
      await api.service.delete.mutate({ id: service.id });
      toast(t('removed'));
    } catch (error) {
      toast(refusalOf(error).message, 'bad');
    }
    stale('service.', 'provider.', 'slot.');
    onDone();
  };
  return (
    <Dialog title={t('remove')} onClose={onDone}>
      <p>{t('removeSure', { title: service.title })}</p>
      <div class="ends"><Button onClick={onDone}>{t('keep')}</Button><Button look="danger" onClick={() => void remove()}>{t('remove')}</Button></div>
    </Dialog>
  );
}

function ServiceList({ account }: { account: Account }) {
  const [edited, edit] = useState(useOpenBefore(OPEN, account.id));
  const [removed, remove] = useState<Service | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: keyOf('service.list', { providerId: account.id }),
    queryFn: () => api.service.list.query({ providerId: account.id }),
  });
  if (!data) return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton count={2} lines={3} />;
  const services = data.services.filter((service) => service.active);
  const service = data.services.find(({ id }) => id === edited) ?? null;
  const close = () => {
    keep(keptService(service), account.id, null); // whoever closes it does not want it
    forgetOpen(OPEN);
    edit(null);
  };
  const add = <Button look="go" onClick={() => edit(NEW)}>{t('add')}</Button>;
  return (
    <>
      {services.length === 0 && <Empty icon="calendar" title={t('servicesNone')} action={add}>{t('servicesNoneText')}</Empty>}
      {services.length > 0 && (
        <>
          <section class="panel"><ul class="list">{services.map((one) => <ServiceRow key={one.id} service={one} onEdit={() => edit(one.id)} onRemove={() => remove(one)} />)}</ul></section>
          <div class="row">{add}</div>
        </>
      )}
      {(service || edited === NEW) && (
        <Dialog title={edited === NEW ? t('newService') : t('editService')} onClose={close}>
          <ServiceForm owner={account.id} service={service} onDone={close} />
        </Dialog>
      )}
      {removed && <RemoveDialog service={removed} onDone={() => remove(null)} />}
    </>
  );
}

export default function ServicesPage() {
  return <AccountFrame title={t('servicesTitle')} needsProvider>{(account) => <ServiceList account={account} />}</AccountFrame>;
}
