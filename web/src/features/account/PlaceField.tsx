import { Combobox } from '~/ui/Combobox';
import { Field } from '~/ui/Field';
import { usePlaces, type Place } from '~/ui/usePlaces';
import { t } from './words';

export interface PlaceValue {
  label: string;
  place: Place | null; // null: words without a point on the map
}

export function PlaceField({ value, error, onChange }: { value: PlaceValue; error?: string; onChange: (value: PlaceValue) => void }) {
  const choices = usePlaces(value.label, value.place === null);
  const hint = value.label && !value.place ? t('placePick') : t('placeHint');
  return (
    <Field label={t('place')} hint={hint} error={error}>
      {(wiring) => (
        <Combobox
          text={value.label} choices={choices} input={{ ...wiring, name: 'location', 'aria-label': t('place') }}
          onText={(label) => onChange({ label, place: null })} onPick={({ place }) => onChange({ label: place.label, place })}
        />
      )}
    </Field>
  );
}
