/** A custom entry as the source of one petition. */
import * as z from 'zod/mini';
import { undatedHistory } from '../domain/rules.ts';
import { instant, durationMinutes, type Instant } from '../domain/time.ts';
import type { Selector, ExtractionRecipe } from '../sources/custom/recipe.ts';
import { customSources } from '../sources/registry.ts';
import type { Source } from '../sources/source.ts';
import type { CustomEntry, ValueLocation } from './custom-entry.ts';

const toSelector = (location: ValueLocation): Selector => {
  const { pattern, format } = location;
  return 'expression' in location
    ? { find: location.expression, pattern, format }
    : { find: location.selector, attribute: location.attribute, joined: location.joined, pattern, format };
};

const timeOf = (time: string | ValueLocation | undefined): Instant | Selector | undefined =>
  typeof time === 'string' ? z.decode(instant, time) : time && toSelector(time);

export function recipeFromEntry(entry: CustomEntry): ExtractionRecipe {
  const { url, page, signatures, title, opened, deadline, closed, verified, answerDue, answer, rules } = entry;
  return {
    url: () => url,
    ...(page !== undefined && { page: () => page }),
    signatures: typeof signatures === 'string' ? { find: signatures } : toSelector(signatures),
    title: typeof title === 'object' ? toSelector(title) : title,
    opened: timeOf(opened),
    deadline: timeOf(deadline),
    closed: closed && toSelector(closed),
    verified: verified && toSelector(verified),
    answerDue: answerDue && toSelector(answerDue),
    answer: answer && toSelector(answer),
    locale: entry.locale,
    timeZone: rules.timeZone,
    ...(entry.source === 'json' && { after: entry.after, body: entry.body, contentType: entry.contentType }),
  };
}

export function sourceFromEntry(entry: CustomEntry): Source {
  const minutes = durationMinutes(entry.refresh);
  const { id, readerFor } = customSources[entry.source];
  return {
    title: entry.source,
    baseUrl: entry.url,
    id,
    history: undatedHistory(entry.rules),
    lagMinutes: minutes,
    refreshMinutes: minutes,
    reader: () => readerFor(recipeFromEntry(entry)),
  };
}
