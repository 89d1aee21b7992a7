/**
 * Which topics have accepted an alert that still waits for others. An alert about a petition with followers goes to several,
 * and one that refuses it must not make the others get it again at every tick.
 */

/** The topic of alerts, and with it the one for machines. Those of followers are named by their choice. */
export const topicOfAlerts = 'alerts';

export type AcceptedBy = Set<string>;

/** Of the alerts that a run publishes, by their ids. */
export class AcceptedTopics {
  readonly #byAlert = new Map<string, AcceptedBy>();

  /** What is stored of it. */
  remember(stored: StoredAcceptance = {}): void {
    for (const [id, topics] of Object.entries(stored)) for (const topic of topics) this.of(id).add(topic);
  }

  of(alert: string): AcceptedBy {
    const known = this.#byAlert.get(alert) ?? new Set();
    this.#byAlert.set(alert, known);
    return known;
  }

  /** What there is to store of these alerts; undefined where there is nothing. */
  among(alerts: readonly { readonly id: string }[]): StoredAcceptance | undefined {
    const some = alerts.flatMap(({ id }): [string, string[]][] => {
      const topics = [...(this.#byAlert.get(id) ?? [])];
      return topics.length === 0 ? [] : [[id, topics]];
    });
    return some.length === 0 ? undefined : Object.fromEntries(some);
  }
}

export type StoredAcceptance = Readonly<Record<string, readonly string[]>>;
