import type { Service } from '~/api/types';
import { formatHours } from '~/lib/time';
import { SelectField } from '~/ui/Field';
import { Chips } from '~/ui/Chips';
import { lengthChoices } from './choices';
import { problemOf } from './problem';
import type { Wizard } from './useWizard';
import { t } from './words';

const CHIPS_MAX = 12;

export function LengthChoice({ wizard, service }: { wizard: Wizard; service: Service }) {
  const choices = lengthChoices(service).map((hours) => ({ value: String(hours), label: formatHours(hours) }));
  const value = String(wizard.draft.hours ?? '');
  const choose = (text: string) => wizard.change({ hours: Number(text) }, 'hours');
  const error = problemOf(wizard, 'hours');
  if (choices.length === 1) return <p><span class="label">{t('howLong')}</span> <b class="mono">{choices[0]?.label}</b></p>;
  if (choices.length > CHIPS_MAX)
    return <SelectField label={t('howLong')} name="hours" class="length" value={value} choices={choices} error={error} onChange={(event) => choose(event.currentTarget.value)} />;
  return <Chips legend={t('howLong')} name="hours" value={value} chips={choices} onChange={choose} error={error} />;
}
