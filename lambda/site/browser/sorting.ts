/** In which order rows come, and which are shown. Pure. */

/** Stable; what has no key comes last, whichever way it is sorted. Gives the indices of the rows in their new order. */
export function sortedIndices(keys: readonly (number | undefined)[], descending: boolean): number[] {
  const way = descending ? -1 : 1;
  return keys
    .map((key, index) => ({ key, index }))
    .sort((a, b) => {
      if (a.key === undefined || b.key === undefined)
        return Number(a.key === undefined) - Number(b.key === undefined) || a.index - b.index;
      return way * (a.key - b.key) || a.index - b.index;
    })
    .map(({ index }) => index);
}

/** What is a number is one. */
export function numericKey(text: string | undefined): number | undefined {
  const key = text === undefined || text === '' ? Number.NaN : Number(text);
  return Number.isNaN(key) ? undefined : key;
}

/** The place of each text among all, as a key: the same for texts that are the same. */
export function textRanks(texts: readonly string[], locale: string): number[] {
  const { compare } = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  const sorted = texts.map((text, index) => ({ text, index })).sort((a, b) => compare(a.text, b.text));
  const ranks = texts.map(() => 0);
  let rank = 0;
  let before: string | undefined;
  for (const { text, index } of sorted) {
    if (before !== undefined && compare(before, text) !== 0) rank += 1;
    ranks[index] = rank;
    before = text;
  }
  return ranks;
}

/** A text as it is searched: no case, no accents. */
export const normalizeText = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

export interface TableFilter {
  readonly q: string;
  readonly source: string;
  readonly state: string;
}

export interface FilterableRow {
  /** Searchable. */
  readonly text: string;
  readonly source: string;
  readonly states: readonly string[];
}

/** A filter, made once for all rows: every word has to be in it. */
export function createFilter({ q, source, state }: TableFilter): (row: FilterableRow) => boolean {
  const words = normalizeText(q).split(/\s+/).filter(Boolean);
  return (row) =>
    (source === '' || row.source === source) &&
    (state === '' || row.states.includes(state)) &&
    words.every((word) => row.text.includes(word));
}
