/**
 * petitions.json: what to watch, whom to notify, and by which rules. One schema checks it wherever it is written
 * (synth, check and start, through read-config.ts), and petitions.schema.json publishes it for editors.
 */
import * as z from 'zod/mini';
import { strictObject } from '../domain/strict-object.ts';
import { clockTime, duration, durationFromHour, timeZone, durationWithinDay } from '../domain/time.ts';
import { sources, type SourceName } from '../sources/registry.ts';
import type { Source } from '../sources/source.ts';
import { webUrl } from './web-url.ts';
import { findConflicts } from './conflicts.ts';
import { digestLists } from './digest-lists.ts';
import { htmlEntry, instantText, jsonEntry } from './custom-entry.ts';
import { apiKeyReference } from './api-key-reference.ts';
import { customRules } from './custom-rules.ts';
import { goodSource, operator, subscriber } from './recipients.ts';
import { allField, petitionOrAll, queryFields } from './watch-queries.ts';
import { siteSettings } from './site-settings.ts';

const goodPetition = '{ "source": "uk-parliament", "petition": "700143" }';

/** One petition of a platform, or all its open petitions. */
function platformEntry<Name extends SourceName>(name: Name) {
  const source: Source = sources[name];
  const { pattern, example } = source.id;
  const error = `must be the id of a petition as text, such as "${example}"`;
  return strictObject({
    source: z.literal(name),
    petition: z.optional(z.string({ error }).check(z.regex(pattern, { error }))),
    all: allField(source.hasAnswered === true),
    ...queryFields,
    baseUrl: z.optional(webUrl).check(z.describe("The platform's address, for archives, replays and tests.")),
    opened: z.optional(instantText).check(z.describe('When signing began, if the platform does not say.')),
    responseWindow: z
      .optional(duration)
      .check(z.describe('How long the authority has to respond, if that differs from the rules.')),
  }).check(petitionOrQuery(name));
}

function petitionOrQuery(name: SourceName): ReturnType<typeof petitionOrAll> {
  const { id, hasList }: Source = sources[name];
  return petitionOrAll(id.example, hasList === true);
}

const watch = z.discriminatedUnion(
  'source',
  [
    platformEntry('uk-parliament'),
    platformEntry('us-we-the-people'),
    platformEntry('senedd'),
    platformEntry('scotland'),
    platformEntry('jersey'),
    platformEntry('france-assemblee'),
    platformEntry('germany-bundestag'),
    platformEntry('canada-commons'),
    platformEntry('australia-house'),
    platformEntry('taiwan-join'),
    jsonEntry,
    htmlEntry,
    platformEntry('finland'),
    platformEntry('estonia'),
    platformEntry('korea-assembly'),
    strictObject({ ...platformEntry('change-org').shape, rules: customRules(['goal']) }).check(
      petitionOrQuery('change-org'),
    ),
    strictObject({ ...platformEntry('action-network').shape, key: apiKeyReference, rules: customRules() }).check(
      petitionOrQuery('action-network'),
    ),
    platformEntry('brazil'),
    strictObject({ ...platformEntry('petities').shape, rules: customRules() }).check(petitionOrQuery('petities')),
    strictObject({ ...platformEntry('new-zealand').shape, rules: customRules() }).check(petitionOrQuery('new-zealand')),
    strictObject({ ...platformEntry('openpetition').shape, rules: customRules() }).check(
      petitionOrQuery('openpetition'),
    ),
    platformEntry('eu-eci'),
    platformEntry('italy'),
    platformEntry('denmark'),
    platformEntry('ukraine'),
    platformEntry('ukraine-cabinet'),
    platformEntry('decidim'),
    platformEntry('luxembourg'),
  ],
  {
    error: ({ input }) =>
      typeof input === 'object' && input !== null && !Array.isArray(input)
        ? goodSource('source' in input ? input.source : undefined)
        : `must be an object, such as ${goodPetition}`,
  },
);

const listOf = <Item extends z.ZodMiniType>(item: Item, good: string, what: string) =>
  z.array(item, { error: `must be a list, such as [${good}]` }).check(z.describe(what));

/** Not `z.int`: its faults would keep the check for conflicts from running. */
const wholeNumber = (least: number, good: number) =>
  z
    .number({ error: `must be a whole number, such as ${good}` })
    .check(
      z.multipleOf(1, { error: `must be a whole number, such as ${good}` }),
      z.minimum(least, { error: `must be ${least} or more, such as ${good}` }),
    );

const budget = (least: number, good: number, what: string) =>
  z.optional(wholeNumber(least, good)).check(z.describe(`How many requests ${what}.`));

const goodSpendLimit = 'must be dollars in a month, such as 50';
const goodQuietHours = '{ "from": "22:00", "to": "07:00", "timeZone": "Europe/London" }';

export const configSchema = strictObject(
  {
    $schema: z
      .optional(z.string({ error: 'must be a text, such as "./petitions.schema.json"' }))
      .check(z.describe('For editors: "./petitions.schema.json".')),
    watch: listOf(watch, goodPetition, 'What to watch.').check(
      z.minLength(1, { error: `must name something, such as ${goodPetition}` }),
    ),
    subscribers: z._default(listOf(subscriber, '{ "email": "desk@example.org" }', 'Who gets the alerts.'), []),
    operators: z._default(
      listOf(operator, '{ "email": "ops@example.org" }', 'Who is notified when the monitor itself has a problem.'),
      [],
    ),
    digests: z._default(digestLists, []),
    site: z
      .optional(siteSettings)
      .check(z.describe('A public site that shows the status of the petitions. Absent: none.')),
    contact: z
      .optional(webUrl)
      .check(z.describe('A page about you: platforms see it in every request, recipients in every mail.')),
    warnBefore: z._default(listOf(duration, '"P3D", "P1D"', 'How long before a deadline to warn.'), ['P3D', 'P1D']),
    remindEvery: z
      .optional(durationFromHour)
      .check(
        z.describe(
          'How often to remind of a response that has not come by its deadline, such as "P7D". Absent: never.',
        ),
      ),
    forecasts: z
      ._default(z.boolean({ error: 'must be true or false' }), true)
      .check(z.describe('Whether to send an alert when a threshold becomes likely to be met, or unlikely again.')),
    quietHours: z
      .optional(
        strictObject(
          { from: clockTime, to: clockTime, timeZone },
          `must be an object, such as ${goodQuietHours}`,
        ).check(z.refine(({ from, to }) => from !== to, { error: 'must begin and end at different times' })),
      )
      .check(z.describe(`When only the four main alerts are sent; the others wait for the end: ${goodQuietHours}.`)),
    summaryAbove: z
      ._default(wholeNumber(1, 10), 10)
      .check(
        z.describe(
          'When more alerts than this wait at once, people get a summary of those of a kind; machines get each.',
        ),
      ),
    sourceFailingAfter: z
      ._default(duration, 'PT30M')
      .check(z.describe('How long a source may fail before the operators are notified.')),
    smsSpendLimit: z
      .optional(z.number({ error: goodSpendLimit }).check(z.minimum(0.01, { error: goodSpendLimit })))
      .check(
        z.describe(
          'How many US dollars the account may spend on SMS in a month, for the alarm. Absent: 1, as in a new account.',
        ),
      ),
    longestSilence: z
      ._default(durationWithinDay, 'PT1H')
      .check(
        z.describe(
          'The longest time between two checks of a petition that can still change: a minute, 5, 15, an hour, 6 or a day.',
        ),
      ),
    requestsPerDay: z
      .optional(
        strictObject(
          {
            petition: budget(4, 200, 'to each petition'),
            host: budget(24, 20_000, 'to each host, for all its petitions together'),
          },
          'must be an object, such as { "petition": 200, "host": 20000 }',
        ),
      )
      .check(z.describe('The most requests in any 24 hours. Absent: no limit.')),
    allowPrivateSources: z
      ._default(z.boolean({ error: 'must be true or false' }), false)
      .check(
        z.describe(
          'Whether sources and webhooks may use http, and hosts that are not public: for tests and intranets.',
        ),
      ),
  },
  `must be an object, such as { "watch": [${goodPetition}] }`,
  new Map([['signUp', 'belongs in "site": "site": { "signUp": {} }']]),
).check(
  z.superRefine<unknown>(
    (value, context) => {
      for (const conflict of findConflicts(value)) context.addIssue({ code: 'custom', ...conflict });
    },
    // Also when single fields have faults, so that the error names all faults of a file at once.
    { when: () => true },
  ),
);

/** A file as people write it. */
export type ConfigInput = z.input<typeof configSchema>;
export type Config = z.output<typeof configSchema>;
export type WatchEntry = Config['watch'][number];

/** The schema for editors. */
export const configJsonSchema = (): object => z.toJSONSchema(configSchema, { io: 'input' });
