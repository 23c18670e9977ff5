// A screen's state in its address: it survives reloading, the back button and being sent to a friend.
import { useLocation } from 'preact-iso';

export type QueryPatch = Record<string, string | null | undefined>;

/** The same address with some of its query changed; empty values leave it. */
export function withQuery(url: string, patch: QueryPatch): string {
  const [path = '', search = ''] = url.split('?');
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(patch)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const text = query.toString().replace(/%2C/g, ',');
  return text ? `${path}?${text}` : path;
}

export function useQueryState() {
  const { url, query, route } = useLocation();
  return {
    query,
    hrefWith: (patch: QueryPatch) => withQuery(url, patch),
    /** Replaces the address: filters are no places to go back to. */
    set: (patch: QueryPatch) => route(withQuery(location.pathname + location.search, patch), true),
  };
}
