/** Digests: whom to send, every day or week at a time on the clock, what happened since and where the petitions stand. */
import * as z from 'zod/mini';
import { strictObject } from '../domain/strict-object.ts';
import { clockTime, timeZone } from '../domain/time.ts';
import { addressFields, filterValues, exactlyOneAddress, textMatching } from './recipients.ts';

/** As ISO counts them: from Monday, 1, to Sunday, 7. */
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** Each has a topic, of which the function is told in its environment: Lambda gives all of that 4 kB. */
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
        error: `can not be sent a digest, which is no single SMS; name another address, such as ${goodRecipient}`,
      }),
    ),
  },
  `must be an object, such as ${goodRecipient}`,
).check(exactlyOneAddress(['email', 'webhook', 'queue', 'function']));

const digest = strictObject(
  {
    name: textMatching(/^[a-z][a-z0-9-]{0,31}$/, 'must be a short lower-case name, such as "newsdesk"').check(
      z.describe('Names its topic, and what is remembered of it.'),
    ),
    every: z
      .enum(['day', ...weekdays], { error: 'must be "day", or a day of the week, such as "monday"' })
      .check(z.describe('"day", or the day of the week.')),
    at: clockTime.check(z.describe('When it is due, on the clock of its zone.')),
    timeZone: timeZone.check(z.describe('Whose clock; its times are told in this zone.')),
    subscribers: z._default(
      z
        .array(digestRecipient, { error: `must be a list, such as [${goodRecipient}]` })
        .check(z.describe('Who gets it.')),
      [],
    ),
    petitions: z.optional(
      z
        .array(filterValues.petitions, { error: 'must be a list, such as ["uk-parliament/700143"]' })
        .check(
          z.minLength(1, { error: 'must name one, such as "uk-parliament/700143", or be left out for all' }),
          z.describe('Only these petitions, each as source/id. Absent: all that are watched.'),
        ),
    ),
  },
  `must be an object, such as ${goodDigest}`,
);
export type DigestList = z.output<typeof digest>;

export const digestLists = z.array(digest, { error: `must be a list, such as [${goodDigest}]` }).check(
  z.maxLength(maxDigests, {
    error: `must name ${maxDigests} digests at most: put lists together, or run two monitors`,
  }),
  z.describe('Who gets, every day or week, what happened since and where the petitions stand.'),
);
