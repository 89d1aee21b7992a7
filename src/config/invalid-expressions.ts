/** Whether the expressions and selectors of entries are some: asked with what reads them, 113 kB that a start need not load. */
import * as z from 'zod/mini';
import { selectorFault } from '../sources/custom/html.ts';
import { expressionFault } from '../sources/custom/json.ts';
import type { Conflict } from './conflict.ts';

const kinds = {
  json: { key: 'expression', faultOf: expressionFault },
  html: { key: 'selector', faultOf: selectorFault },
} as const;

/** What an entry may say where it is. */
const locatedFields = ['signatures', 'title', 'opened', 'deadline', 'closed', 'answer'] as const;

const text = z.catch(z.optional(z.string().check(z.minLength(1))), undefined);
const entry = z.catch(z.looseObject({ source: z.union([z.literal('json'), z.literal('html')]) }), { source: 'json' });
const where = z.catch(z.object({ expression: text, selector: text }), {});
const outline = z.catch(z.object({ watch: z.catch(z.array(entry), []) }), { watch: [] });

/** Those that are none, whatever else is wrong with the file; what is no text at all its own field names. */
export function invalidExpressions(value: unknown): Conflict[] {
  return z.parse(outline, value).watch.flatMap((one, index) => {
    const { key, faultOf } = kinds[one.source];
    return locatedFields.flatMap((name): Conflict[] => {
      const told: unknown = one[name];
      // Only the count may be written short: a text is the value of everything else.
      const short = name === 'signatures' && typeof told === 'string' && told !== '';
      const input = short ? told : z.parse(where, told)[key];
      const message = input === undefined ? undefined : faultOf(input);
      return message === undefined ? [] : [{ path: ['watch', index, name, ...(short ? [] : [key])], message, input }];
    });
  });
}
