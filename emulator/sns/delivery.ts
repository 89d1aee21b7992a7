/** Delivers messages in the background: to webhooks by HTTP, to every other address through `onDelivery`. */
import { randomUUID } from 'node:crypto';
import { confirmationBody, confirmationMail, notificationBody, type Posted } from './http-delivery.ts';
import type { SnsDelivery, SnsSubscription } from './topics.ts';
import { Webhooks } from './webhooks.ts';

export interface DeliverySettings {
  /** The current time, as an ISO instant. */
  readonly now: () => string;
  /** A message for an address that only this process can show. `service` is the URL of the SNS endpoint. */
  readonly onDelivery: (delivery: SnsDelivery, service: string) => void | Promise<void>;
  /** Which webhooks are called. Messages for the others go to `onDelivery`. Absent: all are called. */
  readonly isCalled?: (webhook: URL) => boolean;
  /** A sentence for people, such as about a webhook that does not accept its messages. */
  readonly onNote?: ((text: string) => void) | undefined;
  /** Milliseconds between later tries of what a webhook did not accept. */
  readonly retryEvery?: number;
}

export class SnsDeliveries {
  readonly #settings: DeliverySettings;
  readonly #service: string;
  readonly #webhooks: Webhooks;
  readonly #running = new Set<Promise<unknown>>();

  /** `current` is the subscription as it is now, undefined once it has ended. */
  constructor(settings: DeliverySettings, service: string, current: (arn: string) => SnsSubscription | undefined) {
    this.#settings = settings;
    this.#service = service;
    this.#webhooks = new Webhooks(current, settings.onNote ?? (() => undefined), settings.retryEvery);
  }

  isPosted({ protocol, endpoint }: Pick<SnsSubscription, 'protocol' | 'endpoint'>): boolean {
    const { isCalled = () => true } = this.#settings;
    return (protocol === 'http' || protocol === 'https') && isCalled(new URL(endpoint));
  }

  /** Resolves when it has been delivered, or is kept for its webhook: what is lost before was not accepted. */
  deliver(delivery: SnsDelivery): Promise<void> {
    const sending = this.#send(delivery, notificationBody(delivery, this.#settings.now(), this.#service));
    this.#start(sending);
    return this.isPosted(delivery.subscription) ? Promise.resolve() : sending;
  }

  /** Nothing is sent where it need not confirm. */
  askToConfirm(subscription: SnsSubscription): void {
    if (subscription.token === undefined) return;
    const id = randomUUID();
    const body = confirmationBody(subscription, id, this.#settings.now(), this.#service);
    this.#start(this.#send(confirmationMail(subscription, id, this.#service), body));
  }

  /** Posts to a webhook what waited for its confirmation. */
  confirmed({ arn }: SnsSubscription): void {
    this.#start(this.#webhooks.confirmed(arn));
  }

  /** Names what was not delivered. */
  close(): void {
    this.#webhooks.close();
  }

  /** Resolves when everything so far has been delivered, or waits for a later try. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  async #send(delivery: SnsDelivery, posted: Posted): Promise<void> {
    const { subscription, id } = delivery;
    if (this.isPosted(subscription)) await this.#webhooks.add({ id, arn: subscription.arn, posted });
    else await this.#settings.onDelivery(delivery, this.#service);
  }

  #start(sending: Promise<void>): void {
    this.#running.add(sending);
    void sending.finally(() => this.#running.delete(sending));
  }
}
