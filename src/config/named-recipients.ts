/** Whom petitions.json names, by topic: fingerprints, so that a function which looks for them has no addresses. */
import * as z from 'zod/mini';
import { fingerprintOf } from './fingerprint.ts';
import type { Subscriber } from './recipients.ts';
import type { Endpoint } from './subscriptions.ts';

const fingerprints = z.array(z.string());
export const namedRecipients = z.object({
  alerts: fingerprints,
  /** Those of them that are also on the topic for machines. */
  machines: fingerprints,
  operators: fingerprints,
  /** By the name of the list. */
  digests: z.record(z.string(), fingerprints),
});
export type NamedRecipients = z.output<typeof namedRecipients>;

/** SNS may list an address in another case than it was given. */
export const recipientFingerprint = ({ protocol, endpoint }: { protocol: string; endpoint: string }): string =>
  fingerprintOf(protocol, endpoint.toLowerCase());

export const recipientFingerprints = (endpoints: readonly Endpoint[]): string[] => endpoints.map(recipientFingerprint);

/** The petitions that people chose by name. */
export const chosenByPeople = (subscribers: readonly Subscriber[]): string[] => [
  ...new Set(
    subscribers.flatMap(({ petitions = [], webhook, queue, function: invoked }) =>
      (webhook ?? queue ?? invoked) === undefined ? petitions : [],
    ),
  ),
];
