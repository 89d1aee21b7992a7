/** How near a topic is to the filter policies that SNS takes. */
import { crowding, snsTakes, type Subscription } from '../../src/config/subscriptions.ts';
import { list, subscribed, type Listed, type Topic } from './topic-subscriptions.ts';

/** What `crowding` says of a topic once `wanted` subscribes to it. What those chose that wait to be confirmed is not known. */
export async function crowdingWith(topic: Topic, wanted: Subscription): Promise<string | undefined> {
  if (wanted.filterPolicy === undefined) return undefined;
  const isOther = ({ protocol, endpoint }: Listed): boolean =>
    protocol !== wanted.protocol || endpoint !== wanted.endpoint;
  const others = (await list(topic)).filter(isOther);
  // Who gets how much takes a request each: not asked where it can not be too many.
  if (others.length < snsTakes.filterPolicies / 2) return undefined;
  const choosing = (await subscribed(topic, isOther)).filter(
    ({ filterPolicy = {} }) => Object.keys(filterPolicy).length > 0,
  );
  return crowding([...choosing, wanted]);
}
