/**
 * The messages for webhooks: each is kept until its webhook has confirmed and accepted it. Amazon SNS gives up after a
 * minute; but a program on a laptop is often started after the monitor.
 */
import { pluralize } from '../../src/format.ts';
import { firstRetries, postToWebhook, type Posted } from './http-delivery.ts';
import type { SnsSubscription } from './topics.ts';

interface Waiting {
  readonly id: string;
  readonly arn: string;
  readonly posted: Posted;
  /** A request to confirm stays until the webhook visits its link. */
  isAccepted?: boolean;
}

/** Milliseconds. As between the tries of Amazon SNS's default policy for webhooks (2026-11). */
export const usualRetry = 20_000;

export class Webhooks {
  readonly #current: (arn: string) => SnsSubscription | undefined;
  readonly #note: (text: string) => void;
  /** In the order of publication. */
  readonly #waiting = new Set<Waiting>();
  readonly #posting = new Set<string>();
  /** The ARNs of those that do not accept their messages, as was noted. */
  readonly #refusing = new Set<string>();
  readonly #timer: NodeJS.Timeout;

  /** `current` is the subscription as it is now, undefined once it has ended. `note` takes a sentence for people. */
  constructor(
    current: (arn: string) => SnsSubscription | undefined,
    note: (text: string) => void,
    retryEvery: number = usualRetry,
  ) {
    this.#current = current;
    this.#note = note;
    this.#timer = setInterval(() => {
      for (const arn of new Set([...this.#waiting].map((one) => one.arn))) void this.#post(arn, true);
    }, retryEvery).unref();
  }

  /** Resolves when the webhook has accepted it, or when it waits for a later try. */
  async add(waiting: Waiting): Promise<void> {
    this.#waiting.add(waiting);
    if (!this.#refusing.has(waiting.arn)) await this.#post(waiting.arn, false);
  }

  /** Posts what waited for the confirmation. */
  confirmed(arn: string): Promise<void> {
    return this.#post(arn, false);
  }

  /** Names what was not delivered. */
  close(): void {
    clearInterval(this.#timer);
    for (const arn of new Set([...this.#waiting].map((one) => one.arn))) {
      const lost = this.#of(arn).filter(({ posted }) => posted.type === 'Notification').length;
      const has = lost === 0 ? 'has not confirmed its subscription' : `did not get ${pluralize(lost, 'message')}`;
      this.#note(`${this.#endpoint(arn)} ${has}.`);
    }
    this.#waiting.clear();
  }

  /** `again` also asks those to confirm that accepted the request before, but have not visited the link. */
  async #post(arn: string, again: boolean): Promise<void> {
    // The loop that runs takes what is added to the set.
    if (this.#posting.has(arn)) return;
    this.#posting.add(arn);
    for (const one of this.#waiting) {
      if (one.arn !== arn) continue;
      const subscription = this.#current(arn);
      const isRequest = one.posted.type === 'SubscriptionConfirmation';
      const isPending = subscription?.token !== undefined;
      const isDue = isRequest ? one.isAccepted !== true || again : !isPending;
      if (subscription === undefined || (isRequest && !isPending)) this.#waiting.delete(one);
      // What comes after waits with it: a webhook that recovers meanwhile would get them in another order.
      else if (isDue && !(await this.#try(one, subscription))) break;
    }
    this.#posting.delete(arn);
    if (this.#of(arn).length === 0 && this.#refusing.delete(arn))
      this.#note(`${this.#endpoint(arn)} accepts its messages now.`);
  }

  /** Whether the webhook took it. */
  async #try(one: Waiting, subscription: SnsSubscription): Promise<boolean> {
    const isFirst = !this.#refusing.has(one.arn);
    const refusal = await postToWebhook(subscription, one.posted, one.id, isFirst ? firstRetries : []);
    // It may have confirmed before it answered.
    if (refusal === undefined && this.#current(one.arn)?.token === undefined) this.#waiting.delete(one);
    const reason = refusal ?? (one.isAccepted === true ? 'it has not visited its SubscribeURL' : undefined);
    if (refusal === undefined) one.isAccepted = true;
    if (reason !== undefined && isFirst && this.#waiting.has(one)) {
      this.#refusing.add(one.arn);
      this.#note(`${subscription.endpoint} does not accept its messages: ${reason}. They are kept, and tried again.`);
    }
    return refusal === undefined;
  }

  #of(arn: string): Waiting[] {
    return [...this.#waiting].filter((one) => one.arn === arn);
  }

  #endpoint(arn: string): string {
    return this.#current(arn)?.endpoint ?? arn;
  }
}
