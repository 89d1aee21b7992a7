/** CloudEvents 1.0: the document for machines. */
import type { Instant } from '../domain/time.ts';

export interface CloudEventInput {
  /** The same in every copy. */
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly time: Instant;
  readonly data: unknown;
}

export const cloudEvent = ({ id, type, subject, time, data }: CloudEventInput): string =>
  JSON.stringify({
    specversion: '1.0',
    id,
    source: 'petition-threshold-monitor',
    type,
    subject,
    time: time.toString(),
    datacontenttype: 'application/json',
    data,
  });
