import { Page } from '~/app/Page';

export default function SignInPage() {
  return <Page title="Sign in"><h1>Sign in</h1></Page>;
}
