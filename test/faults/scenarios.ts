/** The transitions that the matrix is about: what a platform showed before, what it shows now, and what that has to say. */
import type { Instant } from '../../src/domain/time.ts';

/** What a platform answers, by path. */
export type Shown = Readonly<Record<string, object>>;

export interface Scenario {
  readonly name: string;
  readonly source: 'us-we-the-people' | 'uk-parliament';
  /** Looks long before, oldest first. */
  readonly seen: readonly { readonly hoursAgo: number; readonly shows: (id: string, now: Instant) => Shown }[];
  readonly then: (id: string, now: Instant) => Shown;
  /** Whether it is final, and one reading alone does not prove it: then the same was read two minutes before. */
  readonly isFinal?: true;
  /** The alerts that this makes due, in order. */
  readonly alerts: readonly string[];
  /** The petition has followers: then each alert is due on their topic, too. */
  readonly isFollowed?: true;
}

const hours = (now: Instant, ahead: number): Instant => now.add({ minutes: Math.round(ahead * 60) });
const days = (now: Instant, ahead: number): Instant => hours(now, 24 * ahead);
const unix = (at: Instant): number => Math.floor(at.epochMilliseconds / 1000);

const weThePeople =
  (signatureCount: number, closesInHours: number, more: (now: Instant) => object = () => ({})) =>
  (id: string, now: Instant): Shown => {
    const deadline = hours(now, closesInHours);
    const petition = {
      id,
      title: 'Title',
      signatureThreshold: 100_000,
      signatureCount,
      created: unix(days(deadline, -30)),
      deadline: unix(deadline),
      status: 'open',
      response: [],
      ...more(now),
    };
    return { [`/v1/petitions/${id}.json`]: { metadata: {}, results: [petition] } };
  };

const pending = () => ({ status: 'pending response' });

const ukParliament =
  (signature_count: number, metMinutesAgo?: number) =>
  (id: string, now: Instant): Shown => {
    const stamp = metMinutesAgo === undefined ? null : now.subtract({ minutes: metMinutesAgo }).toString();
    const count = {
      signature_count,
      response_threshold_reached_at: stamp,
      debate_threshold_reached_at: stamp,
      government_response_at: null,
    };
    const attributes = {
      action: 'Title',
      state: 'open',
      opened_at: days(now, -30).toString(),
      closing_date: days(now, 100).toString().slice(0, 10),
      ...count,
    };
    const links = { self: `https://petition.parliament.uk/petitions/${id}.json` };
    return {
      [`/petitions/${id}.json`]: { links, data: { type: 'petition', attributes } },
      [`/petitions/${id}/count.json`]: count,
    };
  };

const dayBefore = 24;

export const scenarios = {
  met: {
    name: 'threshold-met',
    source: 'us-we-the-people',
    seen: [{ hoursAgo: 3 * dayBefore, shows: weThePeople(19_000, 240) }],
    then: weThePeople(100_412, 240, pending),
    alerts: ['threshold-met response'],
  },
  twoMet: {
    name: 'two thresholds at once',
    source: 'uk-parliament',
    seen: [{ hoursAgo: 3 * dayBefore, shows: ukParliament(9_000) }],
    then: ukParliament(100_500, 10),
    alerts: ['threshold-met response', 'threshold-met debate'],
  },
  followed: {
    name: 'two thresholds, two topics',
    source: 'uk-parliament',
    seen: [{ hoursAgo: 3 * dayBefore, shows: ukParliament(9_000) }],
    then: ukParliament(100_500, 10),
    alerts: ['threshold-met response', 'threshold-met debate'],
    isFollowed: true,
  },
  missed: {
    name: 'threshold-missed',
    source: 'us-we-the-people',
    seen: [{ hoursAgo: 3 * dayBefore, shows: weThePeople(99_999, -0.5) }],
    then: weThePeople(99_999, -0.5),
    isFinal: true,
    alerts: ['threshold-missed response'],
  },
  answered: {
    name: 'response-met',
    source: 'us-we-the-people',
    seen: [
      { hoursAgo: 10 * dayBefore, shows: weThePeople(19_000, 240) },
      { hoursAgo: 9 * dayBefore, shows: weThePeople(100_412, 240, pending) },
    ],
    then: weThePeople(100_500, 240, (now) => ({
      status: 'responded',
      response: { url: 'https://example.org/answer', associationTime: unix(hours(now, -0.2)) },
    })),
    alerts: ['response-met response'],
  },
  unanswered: {
    name: 'response-missed',
    source: 'us-we-the-people',
    seen: [
      { hoursAgo: 31 * dayBefore, shows: weThePeople(19_000, -240) },
      { hoursAgo: 30 * dayBefore + 1, shows: weThePeople(100_412, -240, pending) },
    ],
    then: weThePeople(100_412, -240, pending),
    isFinal: true,
    alerts: ['response-missed response'],
  },
} satisfies Record<string, Scenario>;
