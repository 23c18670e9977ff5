// What the widget leaves undone for those who do not use a mouse. It draws anew when it likes, so it is watched.

/** Heads of columns have their words hidden behind a label: both may be read. A head without any words is none. */
function openHeads(host: HTMLElement): void {
  for (const hidden of host.querySelectorAll('[role=columnheader] [aria-hidden]')) hidden.removeAttribute('aria-hidden');
  for (const head of host.querySelectorAll('[role=rowheader]')) if (!head.textContent) head.setAttribute('role', 'gridcell');
}

/** A cell that is named by its date alone hides its bookings from whoever hears it: its content names it. */
function openDays(host: HTMLElement): void {
  for (const cell of host.querySelectorAll('[role=gridcell][aria-label]')) if (cell.querySelector('[data-entry]')) cell.removeAttribute('aria-label');
}

/** The hours scroll, so the keyboard must get there; in a grid, only a group of rows may stand in that place. */
function reachHours(host: HTMLElement): void {
  for (const element of host.querySelectorAll<HTMLElement>('[role=grid] div')) {
    if (element.scrollHeight <= element.clientHeight + 1 || element.clientHeight < 100 || !element.querySelector('[role=gridcell]')) continue;
    const { overflowY } = getComputedStyle(element);
    if (overflowY !== 'auto' && overflowY !== 'scroll') continue;
    const group = element.closest('[role=rowgroup]') ?? element.querySelector('[role=rowgroup]');
    if (group && group !== element) {
      group.setAttribute('role', 'presentation');
      element.setAttribute('role', 'rowgroup');
    }
    element.tabIndex = 0;
  }
}

/** Mends what stands there now and whatever comes; the answer stops it. */
export function keepMended(host: HTMLElement): () => void {
  let frame = 0;
  const mend = () => {
    frame = 0;
    openHeads(host);
    openDays(host);
    reachHours(host);
  };
  const soon = () => { frame ||= requestAnimationFrame(mend); };
  const changes = new MutationObserver(soon);
  changes.observe(host, { childList: true, subtree: true });
  const sizes = new ResizeObserver(soon);
  sizes.observe(host);
  soon();
  return () => {
    changes.disconnect();
    sizes.disconnect();
    cancelAnimationFrame(frame);
  };
}
