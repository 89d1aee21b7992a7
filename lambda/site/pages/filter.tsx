/** The form that filters the table and, on narrow screens without table heads, sorts it. Only the script uses it. */
import { sourceOf } from '../../../src/domain/source-of.ts';
import { sourceTitle } from '../../../src/sources/registry.ts';
import type { PetitionView } from '../view-model.ts';
import { states } from './states.ts';

/** Hidden until the script shows it. */
export const Filter = ({ rows, pages }: { readonly rows: readonly PetitionView[]; readonly pages: number }) => (
  <form
    id="filter"
    class="filter"
    hidden
    aria-label={pages > 1 ? 'Filter the petitions on this page' : 'Filter the petitions'}
  >
    <p class="field wide">
      <label for="filter-text">Title or number</label>
      <input id="filter-text" type="search" name="q" autocomplete="off" spellcheck={false} />
    </p>
    <p class="field">
      <label for="filter-source">Platform</label>
      <select id="filter-source" name="source">
        <option value="">All</option>
        {sourcesOf(rows).map((source) => (
          <option key={source} value={source}>
            {sourceTitle(source)}
          </option>
        ))}
      </select>
    </p>
    <p class="field">
      <label for="filter-state">Status</label>
      <select id="filter-state" name="state">
        <option value="">Any</option>
        {Object.entries(states).map(([state, label]) => (
          <option key={state} value={state}>
            {label}
          </option>
        ))}
      </select>
    </p>
    <p class="field sorting">
      <label for="filter-sort">Sort by</label>
      <select id="filter-sort" name="sort">
        <option value="">Urgency</option>
      </select>
    </p>
    <p class="shown">
      <output id="filter-shown" aria-live="polite" />
      <button type="reset">Show all</button>
    </p>
  </form>
);

const sourcesOf = (rows: readonly PetitionView[]): string[] =>
  [...new Set(rows.map(({ petition: { petition } }) => sourceOf(petition)))].sort(
    (a, b) => Number(sourceTitle(a) > sourceTitle(b)) - Number(sourceTitle(a) < sourceTitle(b)),
  );
