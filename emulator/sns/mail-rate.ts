/**
 * How much a mail address gets: Amazon SNS delivers ten messages a second, after filter policies, and suspends a
 * subscription that gets more (docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html, 2026-11). It does not say
 * where a second begins, so any second counts here.
 */
const maxInSecond = 10;

export class MailRate {
  /** By subscription: when it got its last messages, in milliseconds since 1970. */
  readonly #delivered = new Map<string, readonly number[]>();

  /** Whether one more is delivered. Otherwise it counts from nothing again. */
  admits(arn: string, now: number): boolean {
    const recent = (this.#delivered.get(arn) ?? []).filter((at) => at > now - 1000);
    const isAdmitted = recent.length < maxInSecond;
    this.#delivered.set(arn, isAdmitted ? [...recent, now] : []);
    return isAdmitted;
  }
}
