/**
 * Filter policies over message attributes, as Amazon SNS evaluates them: each key must match one of its conditions. The
 * operators are those of the guide "Filter policy constraints in Amazon SNS".
 */
import * as z from 'zod/mini';

/** From -10^9 to 10^9, with five digits after the decimal point. */
const number = z.number().check(
  z.minimum(-1e9),
  z.maximum(1e9),
  z.refine((value) => Number(value.toFixed(5)) === value, {
    error: 'has more than five digits after the decimal point',
  }),
);
const plain = z.union([z.string(), number]);
const texts = z.union([z.string(), z.array(z.string())]);
const comparison = z.enum(['=', '<', '<=', '>', '>=']);
const range = z.union([z.tuple([comparison, number]), z.tuple([comparison, number, comparison, number])]);

const condition = z.union([
  plain,
  z.strictObject({ exists: z.boolean() }),
  z.strictObject({ prefix: z.string() }),
  z.strictObject({ suffix: z.string() }),
  z.strictObject({ 'equals-ignore-case': z.string() }),
  z.strictObject({
    'anything-but': z.union([
      plain,
      z.array(plain),
      z.strictObject({ prefix: texts }),
      z.strictObject({ suffix: texts }),
    ]),
  }),
  z.strictObject({ numeric: range }),
]);
type Condition = z.output<typeof condition>;

/** At most five keys and 150 combinations of their values: the limits of Amazon SNS. */
export const filterPolicySchema = z.record(z.string(), z.array(condition).check(z.minLength(1))).check(
  z.refine((policy) => Object.keys(policy).length <= 5, { error: 'has more than 5 keys' }),
  z.refine((policy) => Object.values(policy).reduce((product, { length }) => product * length, 1) <= 150, {
    error: 'is too complex: more than 150 combinations',
  }),
);
export type ParsedFilterPolicy = z.output<typeof filterPolicySchema>;

export interface MessageAttribute {
  /** `String`, `String.Array`, `Number` or `Binary`, possibly with a label after a dot. */
  readonly type: string;
  readonly value: string;
}

export const matchesFilterPolicy = (
  policy: ParsedFilterPolicy,
  attributes: ReadonlyMap<string, MessageAttribute>,
): boolean =>
  Object.entries(policy).every(([name, conditions]) => {
    const attribute = attributes.get(name);
    const values = attribute === undefined ? [] : valuesOf(attribute);
    return conditions.some((one) =>
      isExists(one) ? one.exists === (attribute !== undefined) : values.some((value) => holds(one, value)),
    );
  });

const isExists = (one: Condition): one is { exists: boolean } => typeof one === 'object' && 'exists' in one;

const arraySchema = z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]));

function valuesOf({ type, value }: MessageAttribute): (string | number)[] {
  if (type === 'Number') return [Number(value)];
  if (type !== 'String.Array') return [value];
  const array = arraySchema.safeParse(JSON.parse(value));
  return (array.data ?? []).map((one) => (typeof one === 'number' ? one : String(one)));
}

function holds(one: Exclude<Condition, { exists: boolean }>, value: string | number): boolean {
  if (typeof one !== 'object') return one === value;
  if ('prefix' in one) return String(value).startsWith(one.prefix);
  if ('suffix' in one) return String(value).endsWith(one.suffix);
  if ('equals-ignore-case' in one) return String(value).toLowerCase() === one['equals-ignore-case'].toLowerCase();
  if ('numeric' in one) return typeof value === 'number' && inRange(one.numeric, value);
  const excluded = one['anything-but'];
  if (typeof excluded !== 'object') return excluded !== value;
  if (Array.isArray(excluded)) return !excluded.includes(value);
  if ('prefix' in excluded) return [excluded.prefix].flat().every((prefix) => !String(value).startsWith(prefix));
  return [excluded.suffix].flat().every((suffix) => !String(value).endsWith(suffix));
}

const comparisons: Record<z.output<typeof comparison>, (value: number, limit: number) => boolean> = {
  '=': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
};

const inRange = ([first, limit, ...more]: z.output<typeof range>, value: number): boolean =>
  comparisons[first](value, limit) && (more.length === 0 || inRange(more, value));
