/** Where to go after signing in: only an address of this very site. */
export function safeNext(next: string | undefined, otherwise = '/'): string {
  if (!next || !next.startsWith('/') || next.startsWith('//') || next.includes('\\')) return otherwise;
  try {
    const url = new URL(next, 'https://here.invalid');
    return url.origin === 'https://here.invalid' ? url.pathname + url.search + url.hash : otherwise;
  } catch {
    return otherwise;
  }
}
