import { useState } from 'preact/hooks';
import { Field } from '~/ui/Field';
import { t } from './words';

interface Props {
  value: string;
  error?: string;
  hint?: string;
  label?: string;
  name?: string;
  autocomplete: 'current-password' | 'new-password';
  onInput: (event: Event) => void;
}

export function PasswordField({ label = t('password'), hint, error, name = 'password', ...input }: Props) {
  const [isShown, show] = useState(false);
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => (
        <span class="with-button">
          <input {...input} {...wiring} name={name} type={isShown ? 'text' : 'password'} required />
          <button type="button" class="btn quiet small" aria-pressed={isShown} onClick={() => show(!isShown)}>{isShown ? t('hide') : t('show')}</button>
        </span>
      )}
    </Field>
  );
}
