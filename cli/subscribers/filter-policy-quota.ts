/** The quota of filter policies of a topic. */
import { filterPolicyQuotaWarning, snsLimits, type Subscription } from '../../src/config/subscriptions.ts';
import {
  listSubscriptions,
  describeSubscriptions,
  type ListedSubscription,
  type TopicRef,
} from './topic-subscriptions.ts';

/**
 * The warning for a topic with `wanted` in it, if it nears the quota. Filters of unconfirmed subscriptions are unknown.
 */
export async function quotaWarningWith(topic: TopicRef, wanted: Subscription): Promise<string | undefined> {
  if (wanted.filterPolicy === undefined) return undefined;
  const isOther = ({ protocol, endpoint }: ListedSubscription): boolean =>
    protocol !== wanted.protocol || endpoint !== wanted.endpoint;
  const others = (await listSubscriptions(topic)).filter(isOther);
  // The filters take a request for each subscription, so they are only read when there are many.
  if (others.length < snsLimits.filterPolicies / 2) return undefined;
  const filtered = (await describeSubscriptions(topic, isOther)).filter(
    ({ filterPolicy = {} }) => Object.keys(filterPolicy).length > 0,
  );
  return filterPolicyQuotaWarning([...filtered, wanted]);
}
