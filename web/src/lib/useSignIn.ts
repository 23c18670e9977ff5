import { useLocation } from 'preact-iso';

const FORMS = ['/signin', '/signup'];

function signInFromHere(): string {
  const { pathname, search } = location;
  const next = FORMS.includes(pathname) ? new URLSearchParams(search).get('next') : pathname + search;
  return next && next !== '/' ? `/signin?next=${encodeURIComponent(next)}` : '/signin';
}

/** For a link to the form and back to this very place; from one form to the other, to where the first would have led. */
export function useSignIn() {
  useLocation(); // drawn anew with every place; what one chooses there goes into its address without that
  return { href: signInFromHere(), onClick: ({ currentTarget }: { currentTarget: EventTarget }) => { (currentTarget as HTMLAnchorElement).href = signInFromHere(); } };
}
