import { isSignedOut } from '~/api/client';
import { setAccount } from '~/api/session';
import { useSignIn } from '~/lib/useSignIn';
import { t } from './words';

/** Who was here is forgotten: else the form would say that nobody has to sign in. */
export function SignInLink({ class: look }: { class?: string }) {
  const { href, onClick } = useSignIn();
  return <a class={`sign-in-again ${look ?? ''}`} href={href} onClick={(event) => { onClick(event); setAccount(null); }}>{t('signIn')}</a>;
}

/** What the server said to a try; where the session has ended, with the way back in. `isKept`: what was written here outlives it. */
export function Said({ message, isKept = false }: { message: string; isKept?: boolean }) {
  if (!isSignedOut(message)) return <>{message}</>;
  return <>{message}{isKept && ` ${t('keptHere')}`} <SignInLink /></>;
}
