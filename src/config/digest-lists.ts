/** Digests: who gets a summary every day or week, at a time on the clock. */
import * as z from 'zod/mini';
import { shortName } from '../domain/rules-schema.ts';
import { strictObject } from '../domain/strict-object.ts';
import { clockTime, timeZone } from '../domain/time.ts';
import { addressFields, filterValues, exactlyOneAddress } from './recipients.ts';

/** In the order of ISO 8601: Monday is 1, Sunday is 7. */
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** Each digest has a topic, which the environment of the function names: Lambda limits an environment to 4 kB. */
const maxDigests = 10;

const goodRecipient = '{ "email": "desk@example.org" }';
const goodDigest = `{ "name": "newsdesk", "every": "day", "at": "08:00", "timeZone": "Europe/London", "subscribers": [${goodRecipient}] }`;

const { email, webhook, queue, function: lambda } = addressFields;
const digestRecipient = strictObject(
  {
    email,
    webhook,
    queue,
    function: lambda,
    sms: z.optional(
      z.never({
        error: `cannot get a digest, which is too long for an SMS; use another address, such as ${goodRecipient}`,
      }),
    ),
  },
  `must be an object, such as ${goodRecipient}`,
).check(exactlyOneAddress(['email', 'webhook', 'queue', 'function']));

const digest = strictObject(
  {
    name: shortName('newsdesk').check(z.describe('Names its topic and its record.')),
    every: z
      .enum(['day', ...weekdays], { error: 'must be "day", or a day of the week, such as "monday"' })
      .check(z.describe('"day", or the day of the week.')),
    at: clockTime.check(z.describe('When it is sent, on the clock of its zone.')),
    timeZone: timeZone.check(z.describe('The zone of that clock, and of the times in the digest.')),
    subscribers: z._default(
      z
        .array(digestRecipient, { error: `must be a list, such as [${goodRecipient}]` })
        .check(z.describe('Who gets it.')),
      [],
    ),
    petitions: z.optional(
      z.array(filterValues.petitions, { error: 'must be a list, such as ["uk-parliament/700143"]' }).check(
        z.minLength(1, {
          error: 'must not be empty: name one, such as "uk-parliament/700143", or leave the list out to get all',
        }),
        z.describe('Only these petitions, each as source/id. Absent: all watched petitions.'),
      ),
    ),
  },
  `must be an object, such as ${goodDigest}`,
);
export type DigestList = z.output<typeof digest>;

export const digestLists = z.array(digest, { error: `must be a list, such as [${goodDigest}]` }).check(
  z.maxLength(maxDigests, {
    error: `must have at most ${maxDigests} digests: merge some, or run two monitors`,
  }),
  z.describe('Who gets a summary every day or week: the latest events, and the status of the petitions.'),
);
