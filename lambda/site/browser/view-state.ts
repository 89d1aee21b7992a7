/** What the table shows, as it stands in the address of the page, so that a view can be linked. Pure. */
import type { TableFilter } from './sorting.ts';

export interface ViewState extends TableFilter {
  /** The column's name; empty: as the page was made. */
  readonly sort: string;
  readonly descending: boolean;
}

export const defaultView: ViewState = { q: '', source: '', state: '', sort: '', descending: false };

/** `-signatures` as a column and a way. */
export const parseSort = (text: string): Pick<ViewState, 'sort' | 'descending'> =>
  text.startsWith('-') ? { sort: text.slice(1), descending: true } : { sort: text, descending: false };

export const sortText = ({ sort, descending }: Pick<ViewState, 'sort' | 'descending'>): string =>
  sort !== '' && descending ? `-${sort}` : sort;

/** Undefined where the hash is of something else, such as a place in the page. */
export function parseView(hash: string): ViewState | undefined {
  const text = hash.replace(/^#/, '');
  if (text !== '' && !text.includes('=')) return undefined;
  const all = new URLSearchParams(text);
  const [q, source, state] = [all.get('q') ?? '', all.get('source') ?? '', all.get('state') ?? ''];
  return { q, source, state, ...parseSort(all.get('sort') ?? '') };
}

/** `#state=overdue&sort=-signatures`; empty where all is as the page was made. */
export function viewHash(view: ViewState): string {
  const { q, source, state } = view;
  const said = Object.entries({ q: q.trim(), source, state, sort: sortText(view) }).filter(([, value]) => value !== '');
  return said.length === 0 ? '' : `#${new URLSearchParams(said).toString()}`;
}
