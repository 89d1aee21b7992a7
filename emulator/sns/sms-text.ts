/**
 * An SMS as Amazon SNS sends a message of a topic: the topic's display name in capitals, of which it uses ten characters,
 * and then the text (docs.aws.amazon.com/sns/latest/dg/sms_publish-to-topic.html, 2026-11).
 */
import { invalidParameter } from './sns-error.ts';

const nameLength = 10;
const maxCharacters = 1_600;

/** @throws {SnsError} for a text that is too long. */
export function smsText(displayName: string, text: string): string {
  if (text.length > maxCharacters) throw invalidParameter('SMS message too long');
  return displayName === '' ? text : `${displayName.toUpperCase().slice(0, nameLength).trimEnd()}> ${text}`;
}
