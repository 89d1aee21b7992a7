/** The editions of the built-in rules, each with the name of its platform: the oldest first. */
import { rulebook } from '../../src/domain/rulebook.ts';
import type { DocumentedEdition, DocumentedHistory } from '../../src/domain/rules.ts';

export interface NamedEdition extends DocumentedEdition {
  readonly name: string;
}

const histories: readonly (readonly [string, DocumentedHistory])[] = Object.entries(rulebook);

/** The names that there are. */
export const rulesNames: readonly string[] = histories.map(([name]) => name);

/** All of them, or those of one name. */
export const editionsOf = (wanted?: string): NamedEdition[] =>
  histories
    .filter(([name]) => wanted === undefined || name === wanted)
    .flatMap(([name, history]) => history.map((edition) => ({ name, ...edition })));
