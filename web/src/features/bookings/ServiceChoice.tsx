import type { Service } from '~/api/types';
import { useQueryState } from '~/lib/useQueryState';
import { SelectField } from '~/ui/Field';
import { t } from './words';

/** For which service the free times are; it stands in the address. */
export function ServiceChoice({ services, chosen }: { services: Service[]; chosen: string }) {
  const { set } = useQueryState();
  return (
    <SelectField
      label={t('freeFor')} value={chosen} choices={services.map((one) => ({ value: one.id, label: one.title }))}
      onChange={(event) => set({ service: event.currentTarget.value })}
    />
  );
}
