// What the server put into the page: the edition's words, who is here, and answers already known.
import type { Account, Edition } from '~/api/types';

export interface PageData {
  edition: Edition;
  account: Account | null;
  theme: string;
  queries: { path: string; input?: unknown; output: unknown }[];
}

function read(): Partial<PageData> {
  const text = document.getElementById('docket-data')?.textContent;
  return text ? (JSON.parse(text) as Partial<PageData>) : {};
}

export const pageData = read();
