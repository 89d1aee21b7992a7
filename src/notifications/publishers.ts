/** How alerts and notices are published: loaded when there is one, as most starts have nothing to publish. */
import { SNSClient } from '@aws-sdk/client-sns';
import { messageOf } from './alert-message.ts';
import { publishTo } from './sns-publisher.ts';
import type { Notice } from '../domain/source-health.ts';
import { messageOf as noticeMessageOf } from './operator-notice.ts';
import type { Alert } from '../domain/alerts.ts';
import { timeLimits } from '../runtime/runtime.ts';

export interface Topics {
  readonly subscribers: string;
  readonly operators: string;
  /** Where a reader may change what they receive, or learn who sends this. */
  readonly contact: string | undefined;
}

/** Each resolves once SNS has accepted the message. */
export interface Publisher {
  readonly publish: (alert: Alert) => Promise<void>;
  readonly tell: (notice: Notice) => Promise<void>;
}

export function publisherTo({ subscribers, operators, contact }: Topics): Publisher {
  const sns = new SNSClient({ requestHandler: timeLimits });
  const toSubscribers = publishTo(sns, subscribers);
  const toOperators = publishTo(sns, operators);
  return {
    publish: (alert) => toSubscribers(messageOf(alert, contact)),
    tell: (notice) => toOperators(noticeMessageOf(notice)),
  };
}
