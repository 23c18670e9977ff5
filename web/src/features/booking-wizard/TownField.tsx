import { useState } from 'preact/hooks';
import { firstName } from '~/lib/names';
import { Combobox } from '~/ui/Combobox';
import { Field } from '~/ui/Field';
import { usePlaces } from '~/ui/usePlaces';
import type { Wizard } from './useWizard';
import { t } from './words';

/** The town of the address: the way there counts, so the chosen time is looked at again with it. */
export function TownField({ wizard: { draft, provider, change } }: { wizard: Wizard }) {
  const [text, write] = useState(draft.town?.label ?? '');
  const choices = usePlaces(text, text !== draft.town?.label);
  return (
    <Field label={t('town')} hint={t('townHint', { name: firstName(provider.displayName) })} isOptional>
      {(wiring) => (
        <Combobox
          text={text} choices={choices} input={{ ...wiring, name: 'town', autocomplete: 'off' }}
          onText={(next) => {
            write(next);
            if (draft.town) change({ town: null });
          }}
          onPick={({ place }) => {
            write(place.label);
            change({ town: place });
          }}
        />
      )}
    </Field>
  );
}
