/**
 * What operators get when a function has not succeeded for too long. EventBridge Scheduler sends it, not the monitor,
 * so it is written at deployment. Scheduler replaces the attributes in angle brackets.
 */
import type { SnsMessage } from './alert-message.ts';
import { clipGsm7, toGsm7 } from './charsets.ts';
import { smsPlaces } from './sms-part.ts';

export interface Silence {
  /** `poll function` */
  readonly name: string;
  /** In words: `6 minutes`. */
  readonly length: string;
  /** What recipients lose. */
  readonly impact: string;
  /** The heading in docs/runbook.md. */
  readonly runbook: string;
}

export function watchdogMessage({ name, length, impact, runbook }: Silence): SnsMessage {
  const headline = `Monitor: no run of the ${name} has succeeded for ${length}`;
  const text = [
    `${headline.replace('Monitor: no', 'No')}. ${impact}`,
    `What to do: docs/runbook.md, "${runbook}".`,
    'The first run that succeeds starts the clock again. No other message follows.',
    'Sent on <aws.scheduler.scheduled-time> by EventBridge Scheduler.',
  ];
  return {
    subject: headline,
    email: `${text.join('\n\n')}\n`,
    sms: clipGsm7(toGsm7(headline), smsPlaces),
    event: JSON.stringify({
      specversion: '1.0',
      id: '<aws.scheduler.execution-id>',
      source: 'petition-threshold-monitor',
      type: 'monitor.monitor-silent',
      subject: name,
      time: '<aws.scheduler.scheduled-time>',
      datacontenttype: 'application/json',
      data: { notice: 'monitor-silent', function: name, silence: length },
    }),
    attributes: { alert: 'monitor-silent', source: 'monitor' },
  };
}
