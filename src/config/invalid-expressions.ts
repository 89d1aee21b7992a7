/**
 * Expressions and selectors of custom entries that are invalid. Their parsers are 113 kB, which no function loads for
 * this.
 */
import * as z from 'zod/mini';
import { selectorFault } from '../sources/custom/html.ts';
import { expressionFault } from '../sources/custom/json.ts';
import type { Conflict } from './conflict.ts';

const kinds = {
  json: { key: 'expression', faultOf: expressionFault },
  html: { key: 'selector', faultOf: selectorFault },
} as const;

/** The fields of an entry that may say where a value is. */
const locatedFields = ['signatures', 'title', 'opened', 'deadline', 'closed', 'answer'] as const;

const text = z.catch(z.optional(z.string().check(z.minLength(1))), undefined);
const entry = z.catch(z.looseObject({ source: z.union([z.literal('json'), z.literal('html')]) }), { source: 'json' });
const where = z.catch(z.object({ expression: text, selector: text }), {});
const outline = z.catch(z.object({ watch: z.catch(z.array(entry), []) }), { watch: [] });

/** Whatever else is wrong with the file. A value that is not a text is a fault of its own field. */
export function invalidExpressions(value: unknown): Conflict[] {
  return z.parse(outline, value).watch.flatMap((one, index) => {
    const { key, faultOf } = kinds[one.source];
    return locatedFields.flatMap((name): Conflict[] => {
      const value: unknown = one[name];
      // Only the count may be written short: in the other fields a text is the value itself.
      const short = name === 'signatures' && typeof value === 'string' && value !== '';
      const input = short ? value : z.parse(where, value)[key];
      const message = input === undefined ? undefined : faultOf(input);
      return message === undefined ? [] : [{ path: ['watch', index, name, ...(short ? [] : [key])], message, input }];
    });
  });
}
