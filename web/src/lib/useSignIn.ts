import { useLocation } from 'preact-iso';

const FORMS = ['/signin', '/signup'];
type Form = '/signin' | '/signup';

function fromHere(form: Form): string {
  const { pathname, search } = location;
  const next = FORMS.includes(pathname) ? new URLSearchParams(search).get('next') : pathname + search;
  return next && next !== '/' ? `${form}?next=${encodeURIComponent(next)}` : form;
}

/** For a link to the form and back to this very place; from one form to the other, to where the first would have led. */
export function useSignIn(form: Form = '/signin') {
  useLocation(); // drawn anew with every place; what one chooses there goes into its address without that
  const renew = ({ currentTarget }: { currentTarget: EventTarget }) => { (currentTarget as HTMLAnchorElement).href = fromHere(form); };
  return { href: fromHere(form), onClick: renew, onPointerDown: renew, onFocus: renew }; // a middle button clicks nothing
}
/** The same for who has no account yet. */
export const useSignUp = () => useSignIn('/signup');
