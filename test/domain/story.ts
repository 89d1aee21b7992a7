/** Tells the core a story, look by look, and keeps what it answers. */
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import type { Alert } from '../../src/domain/alerts.ts';
import { evaluate, type WatchSettings } from '../../src/domain/evaluate.ts';
import { newPetition, type Petition } from '../../src/domain/petition.ts';
import type { Reading } from '../../src/domain/observation.ts';
import { rulebook } from '../../src/domain/rulebook.ts';
import { undatedHistory, type RulesHistory } from '../../src/domain/rules.ts';
import { rulesSchema } from '../../src/domain/rules-schema.ts';
import type { Instant } from '../../src/domain/time.ts';

export const at = (text: string): Instant => Temporal.Instant.from(text);

/** Rules as a config would bring them: 100 signatures in 30 days of London time, an answer in 10, unless told otherwise. */
export const rules = (changes: z.input<typeof rulesSchema> | object = {}): RulesHistory =>
  undatedHistory(
    z.parse(rulesSchema, {
      timeZone: 'Europe/London',
      signingWindow: 'P30D',
      thresholds: [{ name: 'response', signatures: 100, responseWindow: 'P10D' }],
      ...changes,
    }),
  );

export class Story {
  petition: Petition;
  readonly alerts: Alert[] = [];
  terms: WatchSettings;

  constructor(terms: Partial<WatchSettings> = {}) {
    this.terms = { history: rules(), warnBefore: [], announceStart: false, ...terms };
    this.petition = newPetition('test/1');
  }

  /** A look at `when` that sees `signatures` and whatever else the platform says. */
  sees(when: string, signatures: number, facts: Omit<Reading, 'signatures'> = {}): this {
    return this.#look(when, { kind: 'reading', signatures, ...facts });
  }

  /** A look that finds the petition gone. */
  misses(when: string, final = false, requestedAt?: Instant): this {
    return this.#look(when, { kind: 'gone', final, ...(requestedAt && { requestedAt }) });
  }

  /** The alerts so far as `name threshold`, and from here on only newer ones. */
  told(): string[] {
    return this.alerts.splice(0).map(({ alert, threshold }) => (threshold === null ? alert : `${alert} ${threshold}`));
  }

  /** The only alert so far. */
  get only(): Alert {
    const [alert, ...others] = this.alerts.splice(0);
    if (alert === undefined || others.length > 0) throw new Error(`${others.length + 1} alerts, not one`);
    return alert;
  }

  threshold(name = 'response'): Petition['thresholds'][string] {
    const threshold = this.petition.thresholds[name];
    if (threshold === undefined) throw new Error(`no threshold ${name}`);
    return threshold;
  }

  #look(when: string, observation: Parameters<typeof evaluate>[1]): this {
    const { petition, alerts } = evaluate(this.petition, observation, at(when), this.terms);
    this.petition = petition;
    this.alerts.push(...alerts);
    return this;
  }
}

export const weThePeople = (terms: Partial<WatchSettings> = {}): Story =>
  new Story({ history: rulebook['us-we-the-people'], ...terms });
export const ukParliament = (terms: Partial<WatchSettings> = {}): Story =>
  new Story({ history: rulebook['uk-parliament'], ...terms });
