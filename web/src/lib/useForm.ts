// A form whose judge is the server: values here, refusals beside the fields they are about.
import { useState } from 'preact/hooks';
import { refusalOf, type Refusal } from '~/api/client';

export interface Form<Values> {
  values: Values;
  set: <K extends keyof Values>(name: K, value: Values[K]) => void;
  /** For a text input or select: its value as it is typed. */
  input: <K extends keyof Values & string>(name: K) => { name: K; value: Values[K]; error: string | undefined; onInput: (event: Event) => void };
  errorOf: (field: string) => string | undefined;
  refusal: Refusal | null;
  isBusy: boolean;
  isChanged: boolean;
  submit: (event?: Event) => Promise<void>;
  reset: (values: Values) => void;
}

export function useForm<Values extends object>(initial: Values, send: (values: Values) => Promise<void>): Form<Values> {
  const [values, setValues] = useState(initial);
  const [isChanged, setChanged] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  const set: Form<Values>['set'] = (name, value) => {
    setValues((before) => ({ ...before, [name]: value }));
    setChanged(true);
  };
  const errorOf = (field: string) => refusal?.fields.find((one) => one.field === field || one.field.startsWith(`${field}.`) || one.field.startsWith(`${field}[`))?.message;
  const submit = async (event?: Event) => {
    event?.preventDefault();
    setBusy(true);
    setRefusal(null);
    try {
      await send(values);
      setChanged(false);
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setBusy(false);
    }
  };
  return {
    values, set, errorOf, refusal, isBusy, isChanged, submit,
    input: (name) => ({
      name, value: values[name], error: errorOf(name),
      onInput: (event) => set(name, (event.currentTarget as HTMLInputElement).value as Values[typeof name]),
    }),
    reset: (next) => {
      setValues(next);
      setChanged(false);
      setRefusal(null);
    },
  };
}
