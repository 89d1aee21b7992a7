/** The subscribers in petitions.json that SNS cannot reach: each has a channel, and the same filters as others. */
import { channelKinds, type ChannelKind } from '../channels/channel-registry.ts';
import type { Alert } from '../domain/alerts.ts';
import { sourceOf } from '../domain/source-of.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Subscriber } from './recipients.ts';
import type { SubscriptionFilters } from './subscriptions.ts';

export interface ChannelSubscriber {
  readonly kind: ChannelKind;
  /** What petitions.json says, without the parameter and the page. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The name of the parameter that holds the secret. */
  readonly parameter: string | undefined;
  /** Where anybody can follow it. */
  readonly page: string | undefined;
  /** Its name for people, such as `slack /petitions/slack`. */
  readonly place: string;
  /** The same without the parameter: the place stays where only the parameter gets another name. */
  readonly address: string;
  /** Its name in the table: a hash. */
  readonly key: string;
  readonly filters: SubscriptionFilters;
}

export const channelSubscribers = ({ subscribers }: { readonly subscribers: readonly Subscriber[] }) =>
  subscribers.flatMap((one): ChannelSubscriber[] =>
    channelKinds.flatMap((kind) => {
      const found = one[kind];
      if (found === undefined) return [];
      const { alerts, sources, petitions, thresholds } = one;
      const { parameter, page, ...settings } = found;
      const name = channelName(found);
      return [
        {
          ...{
            kind,
            settings,
            parameter,
            page,
            place: `${kind} ${name}`,
            address: `${kind} ${channelName(settings)}`.trim(),
          },
          key: fingerprintOf(kind, name),
          filters: { alerts, sources, petitions, thresholds },
        },
      ];
    }),
  );

/** All that petitions.json says of where messages go, so that two accounts on one server are two channels. */
export const channelName = (said: Readonly<Record<string, unknown>>): string =>
  Object.keys(said)
    .filter((field) => field !== 'page')
    .toSorted((a, b) => Number(a === 'parameter') - Number(b === 'parameter') || (a < b ? -1 : 1))
    .flatMap((field) => (typeof said[field] === 'string' ? [said[field]] : []))
    .join(' ');

/** Whether a place is at this address, whatever its parameter is called. */
export const isAt = (place: string, address: string): boolean =>
  place === address || (place.startsWith(`${address} /`) && !place.slice(address.length + 1).includes(' '));

/** The parameters that hold the secrets of channels, each once. */
export const channelParameters = (config: { readonly subscribers: readonly Subscriber[] }): string[] => [
  ...new Set(channelSubscribers(config).flatMap(({ parameter }) => parameter ?? [])),
];

/** As the filter policy of SNS would decide (`filterPolicyOf`): what concerns a whole petition has no threshold. */
export function wants({ alerts, sources, petitions, thresholds }: SubscriptionFilters, alert: Alert): boolean {
  const isIn = (list: readonly string[] | undefined, value: string): boolean => list?.includes(value) ?? true;
  return (
    isIn(alerts, alert.alert) &&
    isIn(sources, sourceOf(alert.petition)) &&
    isIn(petitions, alert.petition) &&
    (alert.threshold === null || isIn(thresholds, alert.threshold))
  );
}
