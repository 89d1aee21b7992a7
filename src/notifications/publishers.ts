/** Publishes alerts and notices. It is loaded with the first of them, because most starts publish nothing. */
import { SNSClient } from '@aws-sdk/client-sns';
import { alertMessage } from './alert-message.ts';
import { snsPublisher } from './sns-publisher.ts';
import type { Notice } from '../domain/source-health.ts';
import { noticeMessage } from './operator-notice.ts';
import type { Alert } from '../domain/alerts.ts';
import { requestTimeouts } from '../runtime/runtime.ts';

export interface PublisherTopics {
  readonly subscribers: string;
  readonly operators: string;
  /** Where recipients can change what they receive, or find out who sends this. */
  readonly contact: string | undefined;
}

/** Each resolves once SNS has accepted the message. */
export interface Publisher {
  readonly publish: (alert: Alert) => Promise<void>;
  readonly publishNotice: (notice: Notice) => Promise<void>;
}

export function createPublisher({ subscribers, operators, contact }: PublisherTopics): Publisher {
  const sns = new SNSClient({ requestHandler: requestTimeouts });
  const toSubscribers = snsPublisher(sns, subscribers);
  const toOperators = snsPublisher(sns, operators);
  return {
    publish: (alert) => toSubscribers(alertMessage(alert, contact)),
    publishNotice: (notice) => toOperators(noticeMessage(notice)),
  };
}
