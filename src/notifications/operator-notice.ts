/** A notice to the operators as SNS carries it: the same parts as an alert has. */
import * as z from 'zod/mini';
import type { SnsMessage } from './alert-message.ts';
import { cloudEvent } from './cloud-event.ts';
import { capitalize, formatMoment, pluralize } from '../format.ts';
import { clipGsm7, toAscii, toGsm7 } from './charsets.ts';
import { smsPlaces } from './sms-part.ts';
import { clip, oneLine } from '../text.ts';
import type { ProblemName } from '../domain/monitor-health.ts';
import { noticeSchema, type Notice } from '../domain/source-health.ts';

export function noticeMessage(notice: Notice): SnsMessage {
  const { id, source, at } = notice;
  const { headline, text } = noticeWording(notice);
  return {
    subject: clip(toAscii(headline), 99, '...'),
    email: `${text.join('\n\n')}\n`,
    sms: clipGsm7(toGsm7(headline), smsPlaces),
    event: cloudEvent({
      id,
      type: `monitor.${notice.notice}`,
      subject: source,
      time: at,
      data: z.encode(noticeSchema, notice),
    }),
    attributes: { alert: notice.notice, source },
  };
}

/** Times in UTC: the monitor does not know where its operators are. */
const formatUtc = (at: Notice['at']): string => formatMoment(at, 'UTC');

interface ProblemWording {
  /** As it goes on: `polling is behind`. */
  readonly is: string;
  /** When it is over. */
  readonly over: string;
  readonly impact: string;
  /** What the reason is. */
  readonly reasonIs?: string;
  /** The heading in docs/runbook.md. */
  readonly runbook: string;
}

const problemWording: Record<ProblemName, ProblemWording> = {
  'polling-behind': {
    is: 'polling is behind',
    over: 'polling is on time again',
    impact: 'Petitions have been due for more than ten minutes without being polled. Their alerts are late.',
    runbook: 'Polling is behind',
  },
  'petitions-unreadable': {
    is: 'petitions cannot be read',
    over: 'petitions can be read again',
    impact:
      'For two hours, some petitions could not be read, though their hosts answer. They may pass thresholds and deadlines without an alert.',
    runbook: 'Petitions cannot be read',
  },
  'alerts-unpublished': {
    is: 'alerts are not published',
    over: 'alerts are published again',
    impact: 'SNS does not accept alerts. They are stored and retried every minute.',
    runbook: 'Alerts are not published',
  },
  'petitions-set-aside': {
    is: 'petitions were set aside',
    over: 'no petitions were set aside for a day',
    impact:
      'Queued petitions failed each time. The dead-letter queue keeps their names for 14 days. They may pass thresholds and deadlines without an alert.',
    runbook: 'Petitions are in the dead-letter queue',
  },
  'recipients-missing': {
    is: 'recipients are missing',
    over: 'no recipient is missing',
    impact:
      'SNS has no subscription for some addresses that petitions.json names. They get nothing, and a deploy alone does not change that. `petition-monitor subscribers` and `petition-monitor status` name them.',
    reasonIs: 'Missing',
    runbook: 'Recipients are missing',
  },
  'recipients-pending': {
    is: 'recipients have not confirmed',
    over: 'no recipient has still to confirm',
    impact:
      'For a day, some addresses that petitions.json names have not confirmed, or SNS has suspended them. They get nothing, and SNS deletes them two days after it asked. `petition-monitor subscribers` and `petition-monitor status` name them.',
    reasonIs: 'Not confirmed',
    runbook: 'Recipients have not confirmed',
  },
};

const isProblem = (name: string): name is ProblemName => name in problemWording;

interface NoticeWording {
  readonly headline: string;
  readonly text: string[];
}

function monitorWording(problem: string, { notice, since, at, reason = '' }: Notice): NoticeWording {
  // A notice that a newer version stored.
  const wording: ProblemWording = isProblem(problem)
    ? problemWording[problem]
    : { is: problem, over: `not ${problem}`, impact: '', runbook: 'No poll succeeds' };
  const { is, over, impact, reasonIs = 'An example', runbook } = wording;
  const detected = `Detected on ${formatUtc(at)}.`;
  if (notice === 'monitor-recovered') {
    return {
      headline: `Monitor recovered: ${over}`,
      text: [`${capitalize(over)}. The problem was first seen on ${formatUtc(since)}.`, detected],
    };
  }
  return {
    headline: `Monitor: ${is}, since ${formatUtc(since)}`,
    text: [
      impact,
      `${reasonIs}: ${clip(oneLine(reason), 500)}`,
      `What to do: docs/runbook.md, "${runbook}".`,
      detected,
    ].filter((part) => part !== ''),
  };
}

type ChannelNotice = Notice & { readonly notice: `channel-${string}` };
const isOfChannel = (about: Notice): about is ChannelNotice => about.notice.startsWith('channel-');

/** Nothing here shows a secret: the source is what petitions.json says of the channel. */
function channelWording({ notice, source, since, at, alerts = 0, reason = '' }: ChannelNotice): NoticeWording {
  const many = pluralize(alerts, 'alert');
  const detected = `Detected on ${formatUtc(at)}.`;
  const last = `The last attempt: ${clip(oneLine(reason), 500)}`;
  switch (notice) {
    case 'channel-recovered':
      return {
        headline: `Channel recovered: ${source}`,
        text: [
          `${source} takes alerts again, for the first time since ${formatUtc(since)}. What waited is being sent${alerts === 0 ? '' : `: ${many} more`}.`,
          detected,
        ],
      };
    case 'channel-dropped':
      return {
        headline: `Alerts dropped: ${many} to ${source}`,
        text: [
          `${many} did not reach ${source}, and will not be sent there again. Other recipients are not concerned.`,
          last,
          'What to do: docs/runbook.md, "Alerts to a channel were dropped".',
          detected,
        ],
      };
    default:
      return {
        headline: `Channel failing: ${source}, since ${formatUtc(since)}`,
        text: [
          `${source} has taken no alert since ${formatUtc(since)}. ${many} ${alerts === 1 ? 'waits' : 'wait'} for it. What it does not take within a week is dropped.`,
          last,
          'What to do: docs/runbook.md, "A channel fails".',
          detected,
        ],
      };
  }
}

function noticeWording(about: Notice): NoticeWording {
  const { notice, source, since, at, petitions, reason = '', problem } = about;
  if (problem !== undefined) return monitorWording(problem, about);
  if (isOfChannel(about)) return channelWording(about);
  const one = petitions === 1;
  const these = `${pluralize(petitions, 'watched petition')} ${one ? 'depends' : 'depend'} on it`;
  if (notice === 'source-recovered') {
    return {
      headline: `Source recovered: ${source}`,
      text: [
        `${source} answers again, for the first time since ${formatUtc(since)}. ${these}.`,
        'Events during the outage are evaluated from what the platform shows now. Alerts name the readings before and after.',
        `Detected on ${formatUtc(at)}.`,
      ],
    };
  }
  return {
    headline: `Source failing: ${source}, since ${formatUtc(since)}`,
    text: [
      `No readable answer from ${source} since ${formatUtc(since)}. ${these} and cannot be checked until it recovers. What is stored is kept, and no deadline is declared missed meanwhile.`,
      `The last attempt: ${clip(oneLine(reason), 500)}`,
      'What to do: docs/runbook.md, "A source fails".',
      `Detected on ${formatUtc(at)}.`,
    ],
  };
}
