import { signedOut } from '~/api/client';
import { useEnded } from '~/api/session';
import { Said } from './Said';

/** Over every screen of somebody who was signed out elsewhere, unless the screen says so itself (States.css). */
export function SignedOutBar() {
  const isEnded = useEnded();
  return <div aria-live="polite">{isEnded && <p class="offline-bar signed-out"><Said message={signedOut()} /></p>}</div>;
}
