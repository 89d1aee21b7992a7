/** What the table shows, as the fragment of the page's address, so that a view can be linked. Pure. */
import type { TableFilter } from './sorting.ts';

export interface ViewState extends TableFilter {
  /** The column's name; empty for the order in which the page was generated. */
  readonly sort: string;
  readonly descending: boolean;
}

export const defaultView: ViewState = { q: '', source: '', state: '', sort: '', descending: false };

/** `-signatures` as column and direction. */
export const parseSort = (text: string): Pick<ViewState, 'sort' | 'descending'> =>
  text.startsWith('-') ? { sort: text.slice(1), descending: true } : { sort: text, descending: false };

export const sortText = ({ sort, descending }: Pick<ViewState, 'sort' | 'descending'>): string =>
  sort !== '' && descending ? `-${sort}` : sort;

/** Undefined if the hash is something else, such as an anchor in the page. */
export function parseView(hash: string): ViewState | undefined {
  const text = hash.replace(/^#/, '');
  if (text !== '' && !text.includes('=')) return undefined;
  const values = new URLSearchParams(text);
  const [q, source, state] = [values.get('q') ?? '', values.get('source') ?? '', values.get('state') ?? ''];
  return { q, source, state, ...parseSort(values.get('sort') ?? '') };
}

/** `#state=overdue&sort=-signatures`; empty for the default view. */
export function viewHash(view: ViewState): string {
  const { q, source, state } = view;
  const values = Object.entries({ q: q.trim(), source, state, sort: sortText(view) }).filter(
    ([, value]) => value !== '',
  );
  return values.length === 0 ? '' : `#${new URLSearchParams(values).toString()}`;
}
