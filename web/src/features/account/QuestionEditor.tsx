import { Button, IconButton } from '~/ui/Button';
import { Option, TextField } from '~/ui/Field';
import { Icon } from '~/ui/Icon';
import type { Question } from './service';
import { t } from './words';

const MAX = 20;

export function QuestionEditor({ questions, onChange }: { questions: Question[]; onChange: (questions: Question[]) => void }) {
  const put = (at: number, next: Partial<Question>) => onChange(questions.map((one, index) => (index === at ? { ...one, ...next } : one)));
  return (
    <fieldset>
      <legend class="label">{t('questions')}</legend>
      {questions.map((one, index) => (
        <div key={index} class="question">
          <TextField
            label={t('question', { number: index + 1 })} maxLength={200} value={one.question}
            onInput={(event) => put(index, { question: event.currentTarget.value })}
          />
          <Option type="checkbox" label={t('required')} checked={one.required} onChange={() => put(index, { required: !one.required })} />
          <IconButton label={t('removeQuestion', { number: index + 1 })} onClick={() => onChange(questions.filter((_, at) => at !== index))}><Icon name="trash" /></IconButton>
        </div>
      ))}
      <div><Button size="small" disabled={questions.length >= MAX} onClick={() => onChange([...questions, { question: '', required: false }])}>{t('addQuestion')}</Button></div>
    </fieldset>
  );
}
