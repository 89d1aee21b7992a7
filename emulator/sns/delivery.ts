/** Delivers messages in the background: to webhooks by HTTP, to every other address through `onDelivery`. */
import { randomUUID } from 'node:crypto';
import { confirmationBody, confirmationMail, notificationBody, postToWebhook, type Posted } from './http-delivery.ts';
import type { SnsDelivery, SnsSubscription } from './topics.ts';

export interface DeliverySettings {
  /** The current time, as an ISO instant. */
  readonly now: () => string;
  /** A message for an address that only this process can show. `service` is the URL of the SNS endpoint. */
  readonly onDelivery: (delivery: SnsDelivery, service: string) => void | Promise<void>;
  /** Which webhooks are called. Messages for the others go to `onDelivery`. Absent: all are called. */
  readonly isCalled?: (webhook: URL) => boolean;
}

export class SnsDeliveries {
  readonly #settings: DeliverySettings;
  readonly #service: string;
  readonly #running = new Set<Promise<unknown>>();

  constructor(settings: DeliverySettings, service: string) {
    this.#settings = settings;
    this.#service = service;
  }

  isPosted({ protocol, endpoint }: Pick<SnsSubscription, 'protocol' | 'endpoint'>): boolean {
    const { isCalled = () => true } = this.#settings;
    return (protocol === 'http' || protocol === 'https') && isCalled(new URL(endpoint));
  }

  deliver(delivery: SnsDelivery): void {
    this.#start(this.#send(delivery, notificationBody(delivery, this.#settings.now(), this.#service)));
  }

  askToConfirm(subscription: SnsSubscription): void {
    const id = randomUUID();
    const body = confirmationBody(subscription, id, this.#settings.now(), this.#service);
    this.#start(this.#send(confirmationMail(subscription, id, this.#service), body));
  }

  /** Resolves when everything so far has been delivered, or given up. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  async #send(delivery: SnsDelivery, posted: Posted): Promise<void> {
    const { subscription, id } = delivery;
    if (this.isPosted(subscription)) await postToWebhook(subscription, posted, id);
    else await this.#settings.onDelivery(delivery, this.#service);
  }

  #start(sending: Promise<void>): void {
    this.#running.add(sending);
    void sending.finally(() => this.#running.delete(sending));
  }
}
