/** Publishes alerts and notices. Loaded when there is one, as most cold starts have nothing to publish. */
import { SNSClient } from '@aws-sdk/client-sns';
import { alertMessage } from './alert-message.ts';
import { snsPublisher } from './sns-publisher.ts';
import type { Notice } from '../domain/source-health.ts';
import { noticeMessage } from './operator-notice.ts';
import type { Alert } from '../domain/alerts.ts';
import type { Instant } from '../domain/time.ts';
import type { Pace } from './pace.ts';
import { requestTimeouts } from '../runtime/runtime.ts';
import type { Telemetry } from '../runtime/telemetry.ts';

export interface PublisherTopics {
  readonly subscribers: string;
  readonly operators: string;
  /** Where recipients change what they receive, or learn who sends this. */
  readonly contact: string | undefined;
}

/** Each resolves once SNS has accepted the message. @throws {NotYet} when its turn is later. */
export interface Publisher {
  readonly publish: (alert: Alert, latestTurn: Instant) => Promise<void>;
  readonly publishNotice: (notice: Notice, latestTurn: Instant) => Promise<void>;
}

export function createPublisher(
  { subscribers, operators, contact }: PublisherTopics,
  pace: Pace,
  telemetry: Telemetry,
): Publisher {
  const sns = new SNSClient({ requestHandler: requestTimeouts });
  const toSubscribers = snsPublisher(sns, subscribers, telemetry);
  const toOperators = snsPublisher(sns, operators, telemetry);
  return {
    publish: async (alert, latestTurn) => {
      await pace(subscribers, latestTurn);
      await toSubscribers(alertMessage(alert, contact));
    },
    publishNotice: async (notice, latestTurn) => {
      await pace(operators, latestTurn);
      await toOperators(noticeMessage(notice));
    },
  };
}
