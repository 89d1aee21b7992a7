/** The order of rows, and which are shown. Pure. */

/** The indices of the rows in their new order. Stable; rows without a key come last in both directions. */
export function sortedIndices(keys: readonly (number | undefined)[], descending: boolean): number[] {
  const sign = descending ? -1 : 1;
  return keys
    .map((key, index) => ({ key, index }))
    .sort((a, b) => {
      if (a.key === undefined || b.key === undefined)
        return Number(a.key === undefined) - Number(b.key === undefined) || a.index - b.index;
      return sign * (a.key - b.key) || a.index - b.index;
    })
    .map(({ index }) => index);
}

/** Undefined if the text is not a number. */
export function numericKey(text: string | undefined): number | undefined {
  const key = text === undefined || text === '' ? Number.NaN : Number(text);
  return Number.isNaN(key) ? undefined : key;
}

/** The rank of each text among all, as a key. Equal texts have equal ranks. */
export function textRanks(texts: readonly string[], locale: string): number[] {
  const { compare } = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  const sorted = texts.map((text, index) => ({ text, index })).sort((a, b) => compare(a.text, b.text));
  const ranks = texts.map(() => 0);
  let rank = 0;
  let previous: string | undefined;
  for (const { text, index } of sorted) {
    if (previous !== undefined && compare(previous, text) !== 0) rank += 1;
    ranks[index] = rank;
    previous = text;
  }
  return ranks;
}

/** The searchable form of a text: lower case, without accents. */
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

/** A filter for all rows. A row has to contain every word of the query. */
export function createFilter({ q, source, state }: TableFilter): (row: FilterableRow) => boolean {
  const words = normalizeText(q).split(/\s+/).filter(Boolean);
  return (row) =>
    (source === '' || row.source === source) &&
    (state === '' || row.states.includes(state)) &&
    words.every((word) => row.text.includes(word));
}
