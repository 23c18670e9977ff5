// Whether somebody leaves this page for another, or only loads it again.
type Heard = (event: { navigationType?: string; destination?: { sameDocument: boolean } }) => void;
interface Navigations {
  addEventListener: (type: 'navigate', listener: Heard) => void;
  removeEventListener: (type: 'navigate', listener: Heard) => void;
}

/** Calls back when a link or the way back leads to another document, and when this one is shown again as it was.
 * Closing the tab cannot be told from loading it again, and that must lose nothing: what was held then ends by itself. */
export function onLeavingPage(leave: () => void, comeBack: () => void): () => void {
  const navigations = (window as { navigation?: Navigations }).navigation;
  if (!navigations) return () => {};
  let isAway = false;
  const note: Heard = ({ navigationType, destination }) => { isAway = navigationType !== 'reload' && destination?.sameDocument === false; };
  const hide = () => { if (isAway) leave(); };
  const show = ({ persisted }: PageTransitionEvent) => {
    isAway = false;
    if (persisted) comeBack();
  };
  navigations.addEventListener('navigate', note);
  window.addEventListener('pagehide', hide);
  window.addEventListener('pageshow', show);
  return () => {
    navigations.removeEventListener('navigate', note);
    window.removeEventListener('pagehide', hide);
    window.removeEventListener('pageshow', show);
  };
}
