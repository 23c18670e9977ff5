import { Page } from '~/app/Page';

export default function SignUpPage() {
  return <Page title="Sign up"><h1>Sign up</h1></Page>;
}
