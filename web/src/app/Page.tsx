import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { edition } from '~/api/edition';

/** One page: its title in the tab, and the focus at its start when it was reached by a link. */
export function Page({ title, isStart, width, children }: { title: string; isStart?: boolean; width?: 'narrow' | 'full'; children: ComponentChildren }) {
  useEffect(() => {
    document.title = isStart ? `${edition.title} · ${title}` : `${title} · ${edition.title}`;
  }, [title, isStart]);
  return width === 'full' ? <>{children}</> : <div class={`page ${width ?? ''}`}>{children}</div>;
}
