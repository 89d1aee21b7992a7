/** Publishes alerts and notices. Loaded when there is one, as most cold starts have nothing to publish. */
import { SNSClient } from '@aws-sdk/client-sns';
import { alertMessage, type SnsMessage } from './alert-message.ts';
import { publishCommand, snsPublisher } from './sns-publisher.ts';
import { summaryMessage, type Summarized } from './summary-message.ts';
import { machinesMissingOn } from './subscribed-to.ts';
import type { Notice } from '../domain/source-health.ts';
import { noticeMessage } from './operator-notice.ts';
import type { Alert } from '../domain/alerts.ts';
import type { Instant } from '../domain/time.ts';
import type { Pace } from './pace.ts';
import { requestTimeouts } from '../runtime/runtime.ts';
import type { Telemetry } from '../runtime/telemetry.ts';

export interface PublisherTopics {
  readonly subscribers: string;
  /** Only for machines, and only where people get a summary. */
  readonly machines: string;
  readonly operators: string;
  /** Where recipients change what they receive, or learn who sends this. */
  readonly contact: string | undefined;
  /** The alert on the status site, if there is one. */
  readonly pageOf: (alert: Alert) => string | undefined;
}

/** Each resolves once SNS has accepted the message. @throws {NotYet} when its turn is later. */
export interface Publisher {
  readonly publish: (alert: Alert, latestTurn: Instant) => Promise<void>;
  /** To people, and to machines as an event of its own. */
  readonly publishSummary: (alerts: Summarized, latestTurn: Instant) => Promise<void>;
  /** An alert that people have in a summary. Machines need no pace. */
  readonly publishToMachines: (alert: Alert) => Promise<void>;
  /** How many machines have no subscription on the topic for machines: they would get no alert of a summary. */
  readonly machinesMissing: () => Promise<number>;
  readonly publishNotice: (notice: Notice, latestTurn: Instant) => Promise<void>;
}

export function createPublisher(
  { subscribers, machines, operators, contact, pageOf }: PublisherTopics,
  pace: Pace,
  telemetry: Telemetry,
): Publisher {
  const sns = new SNSClient({ requestHandler: requestTimeouts });
  const toSubscribers = snsPublisher(sns, subscribers, telemetry);
  const toMachines = snsPublisher(sns, machines, telemetry);
  const toOperators = snsPublisher(sns, operators, telemetry);
  const messageOf = (alert: Alert): SnsMessage => alertMessage(alert, { contact, page: pageOf(alert) });
  return {
    publish: async (alert, latestTurn) => {
      await pace(subscribers, latestTurn);
      await toSubscribers(messageOf(alert));
    },
    publishSummary: async (alerts, latestTurn) => {
      await pace(subscribers, latestTurn);
      // Without a plain form: if SNS refuses it for its content, each alert is sent by itself.
      await sns.send(publishCommand(summaryMessage(alerts, contact), subscribers));
    },
    publishToMachines: (alert) => toMachines(messageOf(alert)),
    machinesMissing: () => machinesMissingOn(machines, subscribers, sns),
    publishNotice: async (notice, latestTurn) => {
      await pace(operators, latestTurn);
      await toOperators(noticeMessage(notice));
    },
  };
}
