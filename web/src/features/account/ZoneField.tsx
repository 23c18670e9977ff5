import { useMemo } from 'preact/hooks';
import { SelectField } from '~/ui/Field';

interface Props {
  label: string;
  hint?: string;
  error?: string;
  name: string;
  value: string;
  onInput: (event: Event) => void;
}

/** Every zone the browser knows, and the one that is set even if it does not. */
export function ZoneField(props: Props) {
  const choices = useMemo(() => {
    const zones = new Set(Intl.supportedValuesOf('timeZone'));
    zones.add('UTC').add(props.value);
    return [...zones].sort().map((zone) => ({ value: zone, label: zone.replace(/_/g, ' ') }));
  }, [props.value]);
  return <SelectField {...props} choices={choices} />;
}
