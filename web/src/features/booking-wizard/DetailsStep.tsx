import './DetailsStep.css';
import { edition } from '~/api/edition';
import { capitalize } from '~/lib/i18n';
import { firstName } from '~/lib/names';
import { Button } from '~/ui/Button';
import { TextArea, TextField } from '~/ui/Field';
import { Icon } from '~/ui/Icon';
import { Chips } from '~/ui/Chips';
import { placeChoices, questionsOf } from './choices';
import type { Draft } from './draft';
import { problemOf } from './problem';
import { answerField } from './steps';
import type { Wizard } from './useWizard';
import { TownField } from './TownField';
import { t } from './words';

type TextName = 'location' | 'title' | 'description' | 'specialRequirements' | 'purpose' | 'company';
/** What the wizard keeps as text, wired to its control. */
const wire = (wizard: Wizard, name: TextName) => ({
  name, value: wizard.draft[name], error: problemOf(wizard, name),
  onInput: (event: Event) => wizard.change({ [name]: (event.currentTarget as HTMLInputElement).value } as Partial<Draft>, name),
});

function Place({ wizard }: { wizard: Wizard }) {
  const { service, draft, provider, change } = wizard;
  if (!service) return null;
  const name = firstName(provider.displayName);
  const places = placeChoices(service);
  const isOpen = places.inPerson && places.remote;
  // Where the edition's place is the client's own address, nobody goes to the provider.
  const theirs = edition.words.place === 'address' ? '' : (provider.location ?? '');
  return (
    <section class="panel stack" aria-label={t('where')}>
      {isOpen && (
        <Chips
          legend={t('where')} name="isRemote" look="wide" value={draft.isRemote === null ? '' : String(draft.isRemote)} error={problemOf(wizard, 'isRemote')}
          chips={[{ value: 'false', label: t('here'), hint: t('hereHint') }, { value: 'true', label: t('online'), hint: t('onlineHint') }]}
          onChange={(value) => change({ isRemote: value === 'true' }, 'isRemote')}
        />
      )}
      {!places.inPerson && <p><Icon name="screen" /> {t('onlyRemote', { name })}</p>}
      {draft.isRemote === false && (
        <div class="address">
          <TextField label={t('location')} hint={t('locationHint', { name })} autocomplete="street-address" required maxLength={300} {...wire(wizard, 'location')} />
          {theirs && draft.location !== theirs && (
            <Button size="small" onClick={() => change({ location: theirs, town: null }, 'location')}><Icon name="pin" size={18} />{t('atTheirs', { name, place: theirs })}</Button>
          )}
          {(!theirs || draft.location !== theirs) && <TownField wizard={wizard} />}
        </div>
      )}
    </section>
  );
}

function Questions({ wizard }: { wizard: Wizard }) {
  const { service, draft, provider, change } = wizard;
  const questions = service ? questionsOf(service) : [];
  const error = problemOf(wizard, 'answers');
  if (questions.length === 0) return null;
  return (
    <section class="panel stack" aria-labelledby="questions-title">
      <h3 id="questions-title">{t('questions', { name: firstName(provider.displayName) })}</h3>
      {error && <p class="problem" tabIndex={-1} data-field="answers">{error}</p>}
      {questions.map(({ question, required }) => (
        <TextArea
          key={question} label={question} name={answerField(question)} rows={2} maxLength={2000} required={required} isOptional={!required}
          value={draft.answers[question] ?? ''} error={problemOf(wizard, answerField(question))}
          onInput={(event) => {
            const answer = event.currentTarget.value;
            change((before) => ({ ...before, answers: { ...before.answers, [question]: answer } }), answerField(question));
          }}
        />
      ))}
    </section>
  );
}

export function DetailsStep({ wizard }: { wizard: Wizard }) {
  const { service, provider } = wizard;
  // Sessions have a purpose; a visit of the plumber explains itself.
  const asksPurpose = edition.words.booking === 'session' || wizard.draft.purpose !== '';
  return (
    <div class="stack">
      <Place wizard={wizard} />
      <Questions wizard={wizard} />
      <section class="panel stack" aria-label={capitalize(t('details'))}>
        <TextField label={t('bookingTitle')} hint={t('bookingTitleHint')} isOptional maxLength={200} placeholder={service?.title} {...wire(wizard, 'title')} />
        {asksPurpose && <TextField label={t('purpose')} hint={t('purposeHint')} isOptional maxLength={2000} {...wire(wizard, 'purpose')} />}
        <TextArea label={t('description')} hint={t('descriptionHint')} isOptional maxLength={5000} {...wire(wizard, 'description')} />
        <TextArea label={t('specialRequirements')} hint={t('specialHint', { name: firstName(provider.displayName) })} isOptional rows={2} maxLength={5000} {...wire(wizard, 'specialRequirements')} />
        <TextField label={t('company')} hint={t('companyHint')} isOptional autocomplete="organization" maxLength={200} {...wire(wizard, 'company')} />
      </section>
    </div>
  );
}
