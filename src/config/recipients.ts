/**
 * The recipients in petitions.json: subscribers and operators. Each has one address; a subscriber may have a channel
 * instead, and filters.
 */
import * as z from 'zod/mini';
import { alertNames } from '../domain/alerts.ts';
import { suggestion } from '../domain/closest-name.ts';
import { strictObject } from '../domain/strict-object.ts';
import { sourceNames } from '../sources/registry.ts';
import { quoted } from '../text.ts';
import { channelKinds } from '../channels/channel-registry.ts';
import { channelFields, channelInsteadOf } from './channel-fields.ts';
import { emailAddress } from './email-address.ts';

/** The error of what is not a source. */
export const goodSource = (found: unknown): string =>
  `must be a source that the monitor reads; ${suggestion(found, sourceNames, `there are ${quoted(sourceNames)}`)}`;

export const textMatching = (pattern: RegExp, error: string) => z.string({ error }).check(z.regex(pattern, { error }));

export const addressKinds = ['email', 'sms', 'webhook', 'queue', 'function'] as const;
export type AddressKind = (typeof addressKinds)[number];

/** What an address of each kind looks like. */
export const addressSchemas = {
  email: emailAddress,
  sms: textMatching(/^\+[1-9]\d{6,14}$/, 'must be a telephone number with country code, such as "+447700900000"'),
  webhook: z.string({ error: 'must be an address, such as "https://example.org/alerts"' }).check(
    z.refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
      error: 'must be an http(s) address, such as "https://example.org/alerts"',
      abort: true,
    }),
    z.refine((address) => channelInsteadOf(address) === undefined, {
      error: ({ input }) => (typeof input === 'string' ? channelInsteadOf(input) : undefined),
      // Whoever has the address of a chat can write to it.
      params: { isSecret: true },
    }),
  ),
  queue: textMatching(
    /^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[\w-]{1,80}$/,
    'must be the ARN of a standard queue, such as "arn:aws:sqs:eu-west-2:123456789012:alerts"',
  ),
  function: textMatching(
    /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]{1,64}(:[\w$-]{1,128})?$/,
    'must be the ARN of a function, such as "arn:aws:lambda:eu-west-2:123456789012:function:alerts"',
  ),
} satisfies Record<AddressKind, z.ZodMiniType<string>>;

const { email, sms, webhook, queue, function: lambda } = addressSchemas;
export const addressFields = {
  email: z.optional(email),
  sms: z.optional(sms),
  webhook: z.optional(webhook).check(z.describe('A web address that SNS posts to.')),
  queue: z.optional(queue).check(z.describe('The ARN of an SQS queue.')),
  function: z.optional(lambda).check(z.describe('The ARN of a Lambda function.')),
};
/** Exactly one of these kinds. */
export const exactlyOneAddress = <Kind extends string>(kinds: readonly Kind[]) =>
  z.refine<Partial<Record<Kind, unknown>>>((value) => kinds.filter((kind) => value[kind] !== undefined).length === 1, {
    error: `must have one address, such as { "email": "desk@example.org" }; there are ${quoted(kinds)}`,
  });
const oneAddress = exactlyOneAddress(addressKinds);

/** One value of each filter. */
export const filterValues = {
  alerts: z.enum(alertNames, {
    error: ({ input }) => `must be an alert; ${suggestion(input, alertNames, `there are ${quoted(alertNames)}`)}`,
  }),
  sources: z.enum(sourceNames, { error: ({ input }) => goodSource(input) }),
  petitions: textMatching(/^[a-z][a-z0-9-]*\/\S+$/, 'must be a petition, such as "uk-parliament/700143"'),
  thresholds: textMatching(/^[a-z][a-z0-9-]{0,31}$/, 'must be the name of a threshold, such as "response"'),
} as const;

/** A filter that is there narrows what somebody gets: an empty one would let nothing through. */
const filterList = <Item extends z.ZodMiniType>(item: Item, what: string, good: string) =>
  z.optional(
    z
      .array(item, { error: `must be a list, such as ["${good}"]` })
      .check(
        z.minLength(1, { error: `must not be empty: name one, such as "${good}", or leave the list out to get all` }),
        z.describe(`Only these ${what}. Absent: all.`),
      ),
  );

const goodRecipient = 'must be an object, such as { "email": "desk@example.org" }';

export const subscriber = strictObject(
  {
    ...addressFields,
    ...channelFields,
    alerts: filterList(filterValues.alerts, 'alerts', 'threshold-met'),
    sources: filterList(filterValues.sources, 'sources', 'uk-parliament'),
    petitions: filterList(filterValues.petitions, 'petitions, each as source/id', 'uk-parliament/700143'),
    thresholds: filterList(filterValues.thresholds, 'thresholds, and alerts about a petition as a whole', 'debate'),
  },
  goodRecipient,
).check(exactlyOneAddress([...addressKinds, ...channelKinds]));
export type Subscriber = z.output<typeof subscriber>;

export const operator = strictObject(addressFields, goodRecipient).check(oneAddress);
export type Operator = z.output<typeof operator>;
