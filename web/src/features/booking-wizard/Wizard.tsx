import { useEffect, useRef } from 'preact/hooks';
import type { Account, Provider } from '~/api/types';
import { Button } from '~/ui/Button';
import { DetailsStep } from './DetailsStep';
import { HoldBar } from './HoldBar';
import { NoticeBox } from './NoticeBox';
import { PriceSummary } from './PriceSummary';
import { Progress } from './Progress';
import { ReviewStep } from './ReviewStep';
import { ServiceStep } from './ServiceStep';
import type { Problem } from './steps';
import { TimeStep } from './TimeStep';
import { useWizard } from './useWizard';
import { t } from './words';

const titles = { 1: 'whatDoYouNeed', 2: 'whenTitle', 3: 'whereTitle', 4: 'reviewTitle' } as const;
const bodies = { 1: ServiceStep, 2: TimeStep, 3: DetailsStep, 4: ReviewStep };
export const FORM_ID = 'wizard-form';

/** The first control that a problem is about; a start without any to choose from is about its day. */
function focusProblem(form: HTMLFormElement | null, problems: Problem[]): void {
  for (const { field } of problems) {
    const found = form?.querySelector<HTMLElement>(`[name="${CSS.escape(field)}"]:checked, [name="${CSS.escape(field)}"], [data-field="${CSS.escape(field)}"]`);
    if (found) return found.focus();
  }
}

export function Wizard({ provider, account }: { provider: Provider; account: Account | null }) {
  const wizard = useWizard(provider, account);
  const { step, problems } = wizard;
  const heading = useRef<HTMLHeadingElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const before = useRef(step);
  useEffect(() => {
    if (before.current === step) return;
    before.current = step;
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [step]);
  const count = useRef(0);
  useEffect(() => {
    // Only what has just been found: while one is being mended, the focus stays where it is.
    if (problems.length > 0 && problems.length >= count.current) focusProblem(form.current, problems);
    count.current = problems.length;
  }, [problems, step]);
  const Body = bodies[step];
  return (
    <div class="wizard">
      <Progress wizard={wizard} />
      <div class="wizard-columns">
        <form
          id={FORM_ID} ref={form} noValidate
          onSubmit={(event) => {
            event.preventDefault();
            wizard.submit();
          }}
        >
          <h2 ref={heading} tabIndex={-1}><span class="vh">{t('stepOf', { step })}: </span>{t(titles[step])}</h2>
          <p class="vh" role="status">{problems.length > 0 ? t('missing', { count: problems.length }) : ''}</p>
          {step > 2 && <HoldBar wizard={wizard} />}
          <NoticeBox wizard={wizard} />
          <Body wizard={wizard} />
          {/* Under the times while one is chosen: nothing may move away from the finger. */}
          {step === 2 && <HoldBar wizard={wizard} />}
          {step > 1 && <Button look="quiet" class="step-back" onClick={() => wizard.go((step - 1) as 1 | 2 | 3)}>{t('back')}</Button>}
        </form>
        <PriceSummary wizard={wizard} formId={FORM_ID} />
      </div>
    </div>
  );
}
