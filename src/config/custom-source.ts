/** An entry that brings its own rules, as the source of one petition. */
import * as z from 'zod/mini';
import { undated } from '../domain/rules.ts';
import { instant, minutesIn, type Instant } from '../domain/time.ts';
import type { Place, Recipe } from '../sources/custom/recipe.ts';
import { general } from '../sources/registry.ts';
import type { Source } from '../sources/source.ts';
import type { GeneralEntry, Where } from './custom-entry.ts';

const placeOf = (where: Where): Place => {
  const { pattern, format } = where;
  return 'expression' in where
    ? { find: where.expression, pattern, format }
    : { find: where.selector, attribute: where.attribute, pattern, format };
};

const timeOf = (told: string | Where | undefined): Instant | Place | undefined =>
  typeof told === 'string' ? z.decode(instant, told) : told && placeOf(told);

export function recipeOf(entry: GeneralEntry): Recipe {
  const { url: asked, page, signatures, title, opened, deadline, closed, answer, rules } = entry;
  return {
    url: () => asked,
    ...(page !== undefined && { page: () => page }),
    signatures: typeof signatures === 'string' ? { find: signatures } : placeOf(signatures),
    title: typeof title === 'object' ? placeOf(title) : title,
    opened: timeOf(opened),
    deadline: timeOf(deadline),
    closed: closed && placeOf(closed),
    answer: answer && placeOf(answer),
    locale: entry.locale,
    timeZone: rules.timeZone,
    ...(entry.source === 'json' && { after: entry.after }),
  };
}

/** A source of one petition. */
export function sourceOf(entry: GeneralEntry): Source {
  const minutes = minutesIn(entry.refresh);
  const { id, readerFor } = general[entry.source];
  return {
    baseUrl: entry.url,
    id,
    history: undated(entry.rules),
    lagMinutes: minutes,
    refreshMinutes: minutes,
    reader: () => readerFor(recipeOf(entry)),
  };
}
