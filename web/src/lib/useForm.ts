// A form whose judge is the server: values here, refusals beside the fields they are about. With a name to keep them
// by, values outlive signing in again.
import { useRef, useState } from 'preact/hooks';
import { refusalOf, type Refusal } from '~/api/client';
import { isPartOf, keep, keptOf } from './kept';

export interface Form<Values> {
  values: Values;
  set: <K extends keyof Values>(name: K, value: Values[K]) => void;
  /** For a text input or select: its value as it is typed. */
  input: <K extends keyof Values & string>(name: K) => { name: K; value: Values[K]; error: string | undefined; onInput: (event: Event) => void };
  errorOf: (field: string) => string | undefined;
  refusal: Refusal | null;
  isBusy: boolean;
  /** It began with what had been written before, and not been saved. */
  isKept: boolean;
  submit: (event?: Event) => Promise<void>;
  reset: (values: Values) => void;
}
export interface Keeping {
  name: string;
  /** Nobody else is shown it. */
  owner: string;
}

/** What was changed, and nothing else: what was not is as the server has it by then. */
function useKept<Values extends object>(initial: Values, keeping: Keeping | undefined) {
  const [found] = useState(() => (keeping ? keptOf(keeping.name, keeping.owner, isPartOf(initial)) : null));
  const changes = useRef<Partial<Values>>(found ?? {});
  const write = (next: Partial<Values> | null) => {
    changes.current = next ?? {};
    if (keeping) keep(keeping.name, keeping.owner, next);
  };
  return { found, add: (change: Partial<Values>) => write({ ...changes.current, ...change }), forget: () => write(null) };
}

export function useForm<Values extends object>(initial: Values, send: (values: Values) => Promise<void>, keeping?: Keeping): Form<Values> {
  const kept = useKept(initial, keeping);
  const [values, setValues] = useState<Values>({ ...initial, ...kept.found });
  const [isKept, setKept] = useState(kept.found !== null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  const set: Form<Values>['set'] = (name, value) => {
    setValues((before) => ({ ...before, [name]: value }));
    kept.add({ [name]: value } as unknown as Partial<Values>);
  };
  const settle = () => {
    kept.forget();
    setKept(false);
  };
  const errorOf = (field: string) => refusal?.fields.find((one) => one.field === field || one.field.startsWith(`${field}.`) || one.field.startsWith(`${field}[`))?.message;
  const submit = async (event?: Event) => {
    event?.preventDefault();
    setBusy(true);
    setRefusal(null);
    try {
      await send(values);
      settle();
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setBusy(false);
    }
  };
  return {
    values, set, errorOf, refusal, isBusy, isKept, submit,
    input: (name) => ({
      name, value: values[name], error: errorOf(name),
      onInput: (event) => set(name, (event.currentTarget as HTMLInputElement).value as Values[typeof name]),
    }),
    reset: (next) => {
      setValues(next);
      settle();
      setRefusal(null);
    },
  };
}
