/** The channels as fields of a subscriber in petitions.json. */
import * as z from 'zod/mini';
import type { Channel } from '../channels/channel.ts';
import { channels } from '../channels/channel-registry.ts';
import { strictObject } from '../domain/strict-object.ts';
import { parameter } from './api-key-reference.ts';

const page = z
  .optional(
    z
      .url({ protocol: /^https$/, error: 'must be an https address, such as "https://mastodon.social/@our_petitions"' })
      .check(z.maxLength(500, { error: 'must have at most 500 characters' })),
  )
  .check(z.describe('The public page of this channel. The status site leads to it, so that anybody can follow.'));

type Fields<All extends Readonly<Record<string, Channel>>> = {
  [Kind in keyof All]: z.ZodMiniOptional<
    z.ZodMiniObject<
      All[Kind]['fields'] & { parameter: z.ZodMiniOptional<typeof parameter>; page: typeof page },
      z.core.$strict
    >
  >;
};

function fieldsOf<All extends Readonly<Record<string, Channel>>>(all: All): Fields<All>;
function fieldsOf(all: Readonly<Record<string, Channel>>): object {
  return Object.fromEntries(Object.entries(all).map(([kind, channel]) => [kind, fieldOf(kind, channel)]));
}

function fieldOf(kind: string, channel: Channel) {
  const { fields, needsSecret, secretIs } = channel;
  const secret = parameter.check(z.describe(`The name of a parameter in AWS Parameter Store that holds ${secretIs}.`));
  return z.optional(
    strictObject(
      { ...fields, parameter: needsSecret ? secret : z.optional(secret), page },
      `must be an object, such as ${goodSettings(kind, channel)}`,
    ),
  );
}

/** What petitions.json can say of a channel: `{ "url": "https://example.org/alerts", "parameter": "/petitions/post" }`. */
const goodSettings = (kind: string, { example }: Channel): string =>
  JSON.stringify({ ...example, parameter: `/petitions/${kind}` }, null, 1).replace(/\n\s*/g, ' ');

export const channelFields = fieldsOf(channels);

/** What is wrong with a webhook of SNS at a host whose platform has a channel: it never confirms. Undefined elsewhere. */
export function channelInsteadOf(webhook: string): string | undefined {
  const { hostname } = new URL(webhook);
  const found = Object.entries<Channel>(channels).find(([, { hosts }]) => hosts?.test(hostname) === true);
  if (found === undefined) return undefined;
  const [kind, channel] = found;
  return `must be an address that answers SNS, which ${hostname} does not; use the channel { "${kind}": ${goodSettings(kind, channel)} } among the subscribers`;
}
