/** `petition-monitor send-test`: publishes samples, marked as tests: people see that alerts arrive, and what they look like. */
import { SNSClient } from '@aws-sdk/client-sns';
import { Temporal } from 'temporal-polyfill';
import { alertMessage, type SnsMessage } from '../../src/notifications/alert-message.ts';
import { createPace, messagesPerSecond, turnsOfProcess } from '../../src/notifications/pace.ts';
import { publishCommand } from '../../src/notifications/sns-publisher.ts';
import { systemClock, type Clock } from '../../src/runtime/runtime.ts';
import { formatNumber } from '../../src/format.ts';
import { quoted } from '../../src/text.ts';
import { BadInput, parse } from '../../src/validation.ts';
import { noticeMessage as noticeMessageOf } from '../../src/notifications/operator-notice.ts';
import { alertNames } from '../../src/domain/alerts.ts';
import { suggestion } from '../../src/domain/closest-name.ts';
import type { Rules } from '../../src/domain/rules.ts';
import { rulesSchema } from '../../src/domain/rules-schema.ts';
import { customSources, sources } from '../../src/sources/registry.ts';
import type { Source } from '../../src/sources/source.ts';
import { sampleAlerts, type SampleSubject } from '../samples/sample-alerts.ts';
import { markAsTest } from '../samples/mark-as-test.ts';
import { readConfigFile } from '../read-file.ts';
import { sendToChannels } from '../samples/send-to-channels.ts';
import { sampleNotices } from '../samples/sample-notices.ts';
import { noticeNames } from '../../src/domain/source-health.ts';
import { stackOutputs } from '../stack-outputs.ts';
import { topicLabel, type TopicOptions } from '../open-topic.ts';

export interface SendTestOptions extends TopicOptions {
  readonly alert?: string;
  readonly petition?: string;
  readonly threshold?: string;
  /** Send to the channels of this petitions.json from here. Absent: publish to the topic of the stack. */
  readonly config?: string;
  readonly key?: readonly string[];
}

interface Sample {
  readonly name: string;
  readonly id: string;
  readonly message: SnsMessage;
}

/** No petition has this id. */
const noPetition = 'uk-parliament/sample';

/** @throws {BadInput} for an alert, petition or threshold that cannot have a sample. */
export async function sendTest(options: SendTestOptions, clock: Clock = systemClock): Promise<void> {
  const names: readonly string[] = options.operators ? noticeNames : alertNames;
  const { alert } = options;
  if (alert !== undefined && !names.includes(alert)) {
    throw bad('--alert', `${suggestion(alert, names, `must be one of ${names.join(', ')}`)} (it is "${alert}")`);
  }
  if (options.config !== undefined) {
    if (options.operators) throw bad('--config', 'cannot be used with --operators: no operator has a channel');
    const samples = sampleAlerts(subjectOf(options), clock.now()).filter(({ alert: name }) => name === (alert ?? name));
    return sendToChannels(readConfigFile(options.config), samples, options.key ?? [], clock);
  }
  const all = options.operators ? noticesOf(options) : alertsOf(subjectOf(options));
  const samples = all.filter(({ name }) => alert === undefined || name === alert);
  if (samples.length === 0) throw bad('--alert', 'is never sent under the rules of this source and threshold');
  const { AlertTopicArn, OperatorTopicArn } = await stackOutputs(options.stack);
  const topic = options.operators ? OperatorTopicArn : AlertTopicArn;
  const pace = createPace(turnsOfProcess(messagesPerSecond.commands), clock);
  const client = new SNSClient({});
  try {
    for (const { name, id, message } of samples) {
      await pace(topic);
      const { MessageId } = await client.send(publishCommand(message, topic));
      process.stdout.write(`${name}  ${id}  message ${MessageId ?? 'without id'}\n`);
    }
  } finally {
    client.destroy();
  }
  process.stderr.write(
    `Published to ${topicLabel(options)}: ${formatNumber(samples.length)}. Each subscriber gets those that match its filters.\n`,
  );
}

const bad = (path: string, message: string): BadInput => new BadInput('send-test', [{ path, message }]);

/** @throws {BadInput} for a petition or threshold of a source that the monitor does not read. */
function subjectOf({ petition = noPetition, threshold }: SendTestOptions): SampleSubject {
  const [, name = '', id] = /^([^/]+)\/(\S+)$/.exec(petition) ?? [];
  const rules = rulesOf(name, threshold);
  if (rules === undefined || id === undefined) {
    throw bad(
      '--petition',
      `must be a petition of a source that the monitor reads, such as "uk-parliament/700143" (it is "${petition}")`,
    );
  }
  if (rules.thresholds.length === 0) {
    throw bad(
      '--petition',
      `must be a petition of a source with thresholds, such as "uk-parliament/700143"; ${name} has none`,
    );
  }
  const sampled = rules.thresholds.find((one) => threshold === undefined || one.name === threshold);
  if (sampled === undefined) {
    const good = quoted(rules.thresholds.map((one) => one.name));
    throw bad('--threshold', `must be a threshold of ${name}, such as ${good} (it is "${threshold ?? ''}")`);
  }
  return { petition, rules, threshold: sampled };
}

/** The latest rules of the platform. Those of a custom entry are only in its petitions.json, so these are made up. */
function rulesOf(name: string, threshold = 'response'): Rules | undefined {
  if (name in customSources) {
    const thresholds = [{ name: threshold, signatures: 100_000, responseWindow: 'P30D' }];
    return parse(rulesSchema, { timeZone: 'UTC', thresholds }, 'send-test, --threshold');
  }
  const source = Object.entries<Source>(sources).find(([known]) => known === name)?.[1];
  return source && (source.history.at(-1)?.rules ?? source.history[0].rules);
}

function alertsOf(subject: SampleSubject): Sample[] {
  const why = 'This is a test: nothing has happened to a petition.';
  return sampleAlerts(subject, Temporal.Now.instant()).map((alert) => ({
    name: alert.alert,
    id: alert.id,
    message: markAsTest(alertMessage(alert), why),
  }));
}

function noticesOf({ petition, threshold }: SendTestOptions): Sample[] {
  if (petition !== undefined || threshold !== undefined)
    throw bad('--operators', 'cannot be used with --petition or --threshold');
  const why = 'This is a test: no source has failed.';
  return sampleNotices(Temporal.Now.instant()).map((notice) => ({
    name: notice.notice,
    id: notice.id,
    message: markAsTest(noticeMessageOf(notice), why),
  }));
}
