/** How near a topic is to the filter policies that SNS takes. */
import { filterPolicyQuotaWarning, snsLimits, type Subscription } from '../../src/config/subscriptions.ts';
import {
  listSubscriptions,
  describeSubscriptions,
  type ListedSubscription,
  type TopicRef,
} from './topic-subscriptions.ts';

/** What `crowding` says of a topic once `wanted` subscribes to it. What those chose that wait to be confirmed is not known. */
export async function quotaWarningWith(topic: TopicRef, wanted: Subscription): Promise<string | undefined> {
  if (wanted.filterPolicy === undefined) return undefined;
  const isOther = ({ protocol, endpoint }: ListedSubscription): boolean =>
    protocol !== wanted.protocol || endpoint !== wanted.endpoint;
  const others = (await listSubscriptions(topic)).filter(isOther);
  // Who gets how much takes a request each: not asked where it can not be too many.
  if (others.length < snsLimits.filterPolicies / 2) return undefined;
  const choosing = (await describeSubscriptions(topic, isOther)).filter(
    ({ filterPolicy = {} }) => Object.keys(filterPolicy).length > 0,
  );
  return filterPolicyQuotaWarning([...choosing, wanted]);
}
