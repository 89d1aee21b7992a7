/** Publishes alerts and notices. Loaded when there is one, as most cold starts have nothing to publish. */
import { NotFoundException, SNSClient } from '@aws-sdk/client-sns';
import { alertMessage, type SnsMessage } from './alert-message.ts';
import { publishCommand, snsPublisher } from './sns-publisher.ts';
import { summaryMessage, type Summarized } from './summary-message.ts';
import { machinesMissingOn } from './subscribed-to.ts';
import type { Notice } from '../domain/source-health.ts';
import { noticeMessage } from './operator-notice.ts';
import type { Alert } from '../domain/alerts.ts';
import { isChosen, type FollowChoice } from '../domain/followers.ts';
import type { Instant } from '../domain/time.ts';
import { topicOfAlerts, type AcceptedBy } from './accepted-topics.ts';
import { followersTopic } from './followers-topic.ts';
import { NotYet, type Pace } from './pace.ts';
import { clientOptions } from '../runtime/runtime.ts';
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
  readonly shortPageOf: (alert: Alert) => string | undefined;
  /** Undefined where nobody can sign up by himself. */
  readonly followers: FollowerTopics | undefined;
}

/** The topics of those who follow one petition. */
export interface FollowerTopics {
  readonly prefix: string;
  /** For which choices a petition has a topic. */
  readonly choicesOf: (petition: string) => Promise<readonly FollowChoice[]>;
  /** Whoever has locked the outbox of a petition publishes to these alone: their turns are kept in the process. */
  readonly pace: Pace;
}

/** Each resolves once SNS has accepted the message. @throws {NotYet} when its turn is later. */
export interface Publisher {
  /** To all topics that are not among those that have accepted it, which it adds to. */
  readonly publish: (alert: Alert, latestTurn: Instant, accepted: AcceptedBy) => Promise<void>;
  /** To people, and to machines as an event of its own. */
  readonly publishSummary: (alerts: Summarized, latestTurn: Instant) => Promise<void>;
  /** An alert that people have in a summary, to machines and to followers. Machines need no pace. */
  readonly publishSummarized: (alert: Alert, latestTurn: Instant, accepted: AcceptedBy) => Promise<void>;
  /** How many machines have no subscription on the topic for machines: they would get no alert of a summary. */
  readonly machinesMissing: () => Promise<number>;
  readonly publishNotice: (notice: Notice, latestTurn: Instant) => Promise<void>;
}

export function createPublisher(
  { subscribers, machines, operators, contact, pageOf, shortPageOf, followers }: PublisherTopics,
  pace: Pace,
  telemetry: Telemetry,
): Publisher {
  const sns = new SNSClient(clientOptions);
  const toSubscribers = snsPublisher(sns, subscribers, telemetry);
  const toMachines = snsPublisher(sns, machines, telemetry);
  const toOperators = snsPublisher(sns, operators, telemetry);
  const messageOf = (alert: Alert): SnsMessage =>
    alertMessage(alert, { contact, page: pageOf(alert), short: shortPageOf(alert) });

  /** Asked before anything is sent: what the table does not say now is sent to nobody yet. */
  async function toFollowersOf(alert: Alert, latestTurn: Instant): Promise<Sending[]> {
    if (followers === undefined) return [];
    const { prefix, choicesOf, pace: followersPace } = followers;
    const choices = (await choicesOf(alert.petition)).filter((choice) => isChosen(choice, alert));
    return choices.map((choice) => {
      const topic = followersTopic(prefix, alert.petition, choice);
      const send = async (): Promise<void> => {
        await followersPace(topic, latestTurn);
        try {
          await snsPublisher(sns, topic, telemetry)(messageOf(alert));
        } catch (error) {
          // Somebody has deleted it: nobody follows any more, and it will not come back by itself.
          if (!(error instanceof NotFoundException)) throw error;
          telemetry.warn('topic of followers is gone', { petition: alert.petition, choice });
        }
      };
      return { topic: choice, send };
    });
  }

  return {
    publish: async (alert, latestTurn, accepted) => {
      const toFollowers = await toFollowersOf(alert, latestTurn);
      const send = async (): Promise<void> => {
        await pace(subscribers, latestTurn);
        await toSubscribers(messageOf(alert));
      };
      await sendToEach([{ topic: topicOfAlerts, send }, ...toFollowers], accepted);
    },
    publishSummary: async (alerts, latestTurn) => {
      await pace(subscribers, latestTurn);
      // Without a plain form: if SNS refuses it for its content, each alert is sent by itself.
      await sns.send(publishCommand(summaryMessage(alerts, contact, pageOf), subscribers));
    },
    publishSummarized: async (alert, latestTurn, accepted) => {
      const toFollowers = await toFollowersOf(alert, latestTurn);
      // With this, all who are subscribed to the topic of alerts have it.
      const send = (): Promise<void> => toMachines(messageOf(alert));
      await sendToEach([{ topic: topicOfAlerts, send }, ...toFollowers], accepted);
    },
    machinesMissing: () => machinesMissingOn(machines, subscribers, sns),
    publishNotice: async (notice, latestTurn) => {
      await pace(operators, latestTurn);
      await toOperators(noticeMessage(notice));
    },
  };
}

interface Sending {
  readonly topic: string;
  readonly send: () => Promise<void>;
}

/** A topic that does not accept the message keeps it from no other. @throws why it was not accepted, in the end. */
async function sendToEach(sendings: readonly Sending[], accepted: AcceptedBy): Promise<void> {
  const failures: unknown[] = [];
  for (const { topic, send } of sendings) {
    if (accepted.has(topic)) continue;
    try {
      await send();
      accepted.add(topic);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures.find((error) => !(error instanceof NotYet)) ?? failures[0];
}
