/** The schema of rules as people write them. The built-in rules are typed, so no function has to load it. */
import * as z from 'zod/mini';
import { clocks, commitments, workingDaysIn } from './response-terms.ts';
import { strictObject } from './strict-object.ts';
import { cutoffs, duration, timeZone } from './time.ts';

const goodCount = { error: 'must be a whole number of signatures below a billion, such as 100000' };
/** No petition can have a billion: it would wait for ever, without a word. */
const count = z.int(goodCount).check(z.lt(1_000_000_000, goodCount));

const goodThreshold = '{ "name": "response", "signatures": 100000 }';
const goodRules = `{ "timeZone": "Europe/London", "thresholds": [${goodThreshold}] }`;
const goodParts = '{ "of": "member states", "atLeast": 7, "minimum": 1 }';

/** A condition on the parts of a count, such as a minimum in seven member states. */
const parts = strictObject(
  {
    /** What they are, in words that follow a number: "member states". */
    of: z.string({ error: 'must say what the parts are, such as "member states"' }),
    /** In how many of them the minimum has to be reached. */
    atLeast: count.check(z.positive({ error: 'must be above zero, such as 7' })),
    /** The minimum: the same in each part, or one for each part by name. A part that is not named does not count. */
    minimum: z.union([count, z.record(z.string(), count)], {
      error: 'must be a number of signatures, such as 1, or one for each part, such as { "DE": 69120, "MT": 4320 }',
    }),
  },
  `must be an object, such as ${goodParts}`,
);

/** A name that petitions.json gives: a key of stored objects. Every object has a key `constructor` already. */
export const shortName = (example: string) => {
  const error = `must be a short lower-case name other than "constructor", such as "${example}"`;
  return z.string({ error }).check(z.regex(/^(?!constructor$)[a-z][a-z0-9-]{0,31}$/, { error }));
};

const day = z.iso.date({ error: 'must be a day, such as "2026-12-25"' });
const words = (good: string) => z.optional(z.string({ error: `must be a text, such as "${good}"` }));
const listOf = <Item extends z.ZodMiniType>(item: Item, good: string) =>
  z.readonly(z.array(item, { error: `must be a list, such as [${good}]` }));

/** The days that count: day-calendar.ts. */
const goodCalendar = '{ "never": [6, 7], "published": [] }';
const goodWeekday = { error: 'must be a day of the week, from 1 for Monday to 7' };
const dayCalendar = strictObject(
  {
    never: z
      .readonly(
        z.array(z.int(goodWeekday).check(z.minimum(1, goodWeekday), z.maximum(7, goodWeekday)), {
          error: 'must be a list, such as [6, 7]',
        }),
      )
      .check(z.refine((days) => new Set(days).size < 7, { error: 'must leave a day of the week, such as [6, 7]' })),
    published: listOf(
      strictObject({
        from: day,
        until: day,
        sits: z.optional(
          listOf(
            z.readonly(
              z.tuple([day, day], { error: 'must be a first and a last day, such as ["2026-01-26", "2026-02-06"]' }),
            ),
            '["2026-01-26", "2026-02-06"]',
          ),
        ),
        off: z.optional(listOf(day, '"2026-12-25"')),
        source: z.string({ error: 'must say where it is published, such as "example.org/holidays"' }),
      }),
      '{ "from": "2026-01-01", "until": "2026-12-31", "off": ["2026-12-25"], "source": "example.org/holidays" }',
    ),
  },
  `must be an object, such as ${goodCalendar}`,
);

const laterIf = words('a public holiday is in between');

/** ResponseTerm in response-terms.ts. */
const responseTerm = strictObject(
  {
    laterIf,
    askedWithin: z.optional(duration),
    before: z.optional(
      listOf(
        strictObject({ day, responseWindow: duration, laterIf }),
        '{ "day": "2020-01-01", "responseWindow": "P3M" }',
      ),
    ),
    sittingDays: z.optional(dayCalendar),
    workingDays: z.optional(dayCalendar),
  },
  `must be an object, such as { "workingDays": ${goodCalendar} }`,
  // By its id it stands once in the published schema, not in each place that takes rules.
).check(z.meta({ id: 'responseTerm' }));

const threshold = strictObject(
  {
    /** Its name in alerts and filters, such as `response`. */
    name: shortName('response'),
    /** Met at this many signatures, inclusive. */
    signatures: count.check(z.positive({ error: 'must be above zero, such as 100000' })),
    /** How long the authority has once the threshold is met. Absent: no response is owed. */
    responseWindow: z.optional(duration),
    /** Whether the platform names the day by which the authority is to answer, where the rules name no time. */
    answerDue: z.optional(z.boolean({ error: 'must be true or false' })),
    /** What else that time depends on: working days, the next sitting day, the day on which its clock started. */
    responseTerm: z.optional(responseTerm),
    /** Who verifies the signatures afterwards. Until the platform says what came of it, met is provisional. */
    verifiedBy: words('the electoral office'),
    /**
     * What starts that clock: meeting the threshold (default), the end of signing, or an event that the platform stamps.
     */
    clock: z.optional(z.enum(clocks, { error: `must be one of "${clocks.join('", "')}"` })),
    /** What follows from meeting it, in words after "now": "the government responds". */
    consequence: z.optional(z.string({ error: 'must be a text, such as "the government responds"' })),
    /** Whether the platform raises the number as signatures come near it, as a goal: each number is a new threshold. */
    moves: z.optional(z.boolean({ error: 'must be true or false' })),
    /** What else it needs, in addition to the count. */
    parts: z.optional(parts),
  },
  `must be an object, such as ${goodThreshold}`,
).check(
  z.refine(
    ({ responseWindow, responseTerm }) =>
      responseTerm?.workingDays === undefined || Number.isInteger(workingDaysIn(responseWindow ?? '')),
    { path: ['responseWindow'], error: 'must be a number of days where working days are counted, such as "P10D"' },
  ),
);

const rules = {
  /** Where days begin and end. */
  timeZone,
  /** How long signing lasts, from opening. Absent: without end, unless the platform gives a deadline. */
  signingWindow: z.optional(duration),
  /** Signing ends early where fewer than so many have signed by the end of a time after the opening. */
  lapse: z.optional(
    strictObject(
      {
        within: duration,
        atLeast: count.check(z.positive({ error: 'must be above zero, such as 50' })),
      },
      'must be an object, such as { "within": "P1M", "atLeast": 50 }',
    ),
  ),
  cutoff: z._default(z.enum(cutoffs, { error: 'must be "same-time" or "end-of-day"' }), 'same-time'),
  thresholds: z.array(threshold, { error: `must be a list, such as [${goodThreshold}]` }).check(
    z.refine((all) => new Set(all.map((one) => one.name)).size === all.length, {
      error: 'must have each name once: "response", "debate", …',
    }),
  ),
  /** Whether a threshold that was met counts as not met when signatures are removed again. */
  retractable: z._default(z.boolean({ error: 'must be true or false' }), false),
  /** Whether the platform accepts no signature after the signing deadline: a later reading then has the final count. */
  stopsAtDeadline: z._default(z.boolean({ error: 'must be true or false' }), false),
  commitment: z._default(z.enum(commitments, { error: 'must be "statute", "promise" or "convention"' }), 'promise'),
  /** Who responds, in a sentence: "the White House". */
  authority: z._default(z.string({ error: 'must be a text, such as "the White House"' }), 'the authority'),
};

export const rulesSchema = strictObject(rules, `must be an object, such as ${goodRules}`);
