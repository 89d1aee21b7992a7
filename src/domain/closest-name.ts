/** The name that somebody probably meant: for "did you mean" in errors. */

/** Of ten characters at most four may differ, as in commander's own suggestions (version 14). */
const maxDifference = 0.4;

/** The name that a word begins, or else the one most like it; undefined when none is like it. */
export function closestName(word: string, names: readonly string[]): string | undefined {
  const begun = word.length > 1 ? names.find((name) => name.startsWith(word)) : undefined;
  if (begun !== undefined) return begun;
  const [best] = names
    .map((name) => ({ name, difference: editDistance(word, name) / Math.max(word.length, name.length) }))
    .filter(({ difference }) => difference <= maxDifference)
    .sort((a, b) => a.difference - b.difference);
  return best?.name;
}

/** The end of a sentence that says that a word is not a good one: `did you mean "jersey"?`, or what there is. */
export function suggestion(word: unknown, names: readonly string[], otherwise: string): string {
  const closest = typeof word === 'string' ? closestName(word, names) : undefined;
  return closest === undefined ? otherwise : `did you mean "${closest}"?`;
}

/** Levenshtein's: how many characters have to be added, removed or replaced. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  let last = b.length;
  for (let index = 0; index < a.length; index += 1) {
    let [left, diagonal] = [index + 1, index];
    row = row.map((above, column) => {
      if (column === 0) return left;
      const here = Math.min(left + 1, above + 1, diagonal + (b[column - 1] === a[index] ? 0 : 1));
      [left, diagonal] = [here, above];
      return here;
    });
    last = left;
  }
  return last;
}
