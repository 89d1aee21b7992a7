/** The keys of answers in JSON: what becomes of a look when one is missing, or when there are more. */
import type { Bodies } from './contract.ts';

/** The paths of all keys of all bodies in JSON, such as `data.0.id`. */
export const spread = (bodies: Bodies): string[] => [
  ...new Set(Object.values(bodies).flatMap((body) => pathsIn(body))),
];

function pathsIn(value: unknown, path: readonly string[] = []): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) => {
    const here = [...path, key];
    const below = pathsIn(field, here);
    // What is undefined is not written, and one of a list can not be taken out for a key.
    return field === undefined || Array.isArray(value) ? below : [here.join('.'), ...below];
  });
}

/** The bodies without the key of this path. */
export const without = (bodies: Bodies, path: string): Bodies => mapped(bodies, (body) => cut(body, path.split('.')));

function cut(value: unknown, [key = '', ...rest]: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one: unknown, index) => (String(index) === key ? cut(one, rest) : one));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]: [string, unknown]) => {
      if (name !== key) return [[name, field]];
      return rest.length === 0 ? [] : [[name, cut(field, rest)]];
    }),
  );
}

/** The bodies with keys more in every object; a page with an element more at its end. */
export const withNews = (bodies: Bodies): Bodies =>
  mapped(bodies, (body) => (typeof body === 'string' ? `${body}<footer><p>New: 5</p></footer>` : added(body)));

function added(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(added);
  const news = { a_key_that_is_new: null, another: [{ signatures: 0 }] };
  return { ...Object.fromEntries(Object.entries(value).map(([key, field]) => [key, added(field)])), ...news };
}

const mapped = (bodies: Bodies, change: (body: unknown) => unknown): Bodies =>
  Object.fromEntries(Object.entries(bodies).map(([path, body]) => [path, change(body)]));
