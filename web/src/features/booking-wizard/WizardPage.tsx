import { Page } from '~/app/Page';

export default function WizardPage() {
  return <Page title="Book"><h1>Book</h1></Page>;
}
