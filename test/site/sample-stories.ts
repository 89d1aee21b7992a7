/** Petitions of every kind that pages and feeds distinguish, each the result of a series of readings. */
import type { WatchSettings } from '../../src/domain/evaluate.ts';
import { newPetition } from '../../src/domain/petition.ts';
import type { Reading } from '../../src/domain/observation.ts';
import { rulebook, type BuiltInRules } from '../../src/domain/rulebook.ts';
import { at, Story } from '../domain/story.ts';

/** A title that is markup. It has to be shown as text everywhere. */
export const markup = '<img src=x onerror=alert(1)> & "quotes" </title><script>alert(2)</script>';

interface Growth {
  readonly from: string;
  readonly until: string;
  /** The first and the last count. */
  readonly counts: readonly [number, number];
  /** The shape of the curve: below 1 it is fast at first, then slow. */
  readonly bend?: number;
  readonly polls?: number;
  /** In the first reading. */
  readonly facts?: Omit<Reading, 'signatures'>;
}

function storyOf(name: string, settings: Partial<WatchSettings> = {}): Story {
  const source = name.slice(0, name.indexOf('/'));
  const history = isBuiltIn(source) ? { history: rulebook[source] } : {};
  const story = new Story({
    ...history,
    warnBefore: ['P3D', 'P1D'],
    announceStart: true,
    forecasts: true,
    ...settings,
  });
  story.petition = newPetition(name);
  return story;
}

const isBuiltIn = (source: string): source is BuiltInRules => source in rulebook;

/** Readings of a petition that grows in one curve, a little unevenly. Nothing is random. */
function grows(
  story: Story,
  { from, until, counts: [first, last], bend = 0.6, polls = 60, facts = {} }: Growth,
): Story {
  const [start, end] = [at(from).epochMilliseconds, at(until).epochMilliseconds];
  for (let poll = 0; poll <= polls; poll++) {
    const share = poll / polls;
    const uneven = poll === polls ? 0 : 0.012 * Math.sin(poll * 1.7) * (1 - share);
    const count = Math.max(
      first,
      Math.round(first + (last - first) * Math.min(1, Math.max(0, share ** bend + uneven))),
    );
    const signatures = Math.max(count, story.petition.last?.signatures ?? 0);
    const when = new Date(Math.round(start + (end - start) * share)).toISOString();
    story.sees(when, signatures, poll === 0 ? facts : {});
  }
  return story;
}

const uk = (id: number, title: string, opened: string): Omit<Reading, 'signatures'> => ({
  title,
  url: `https://petition.parliament.uk/petitions/${id}`,
  opened: at(opened),
});

/** Signatures by member state, with the minimum reached in this many. */
const states = (have: number): Readonly<Record<string, number>> =>
  Object.fromEntries(
    ['CY', 'EE', 'HR', 'LU', 'LV', 'MT', 'SI'].map((state, index) => [state, index < have ? 9_000 : 10]),
  );

/** The stories, by what their pages show. */
export function stories(): Readonly<Record<string, Story>> {
  return {
    due: grows(
      grows(storyOf('uk-parliament/700143'), {
        from: '2026-01-12T10:00:00Z',
        until: '2026-04-02T08:30:00Z',
        counts: [6, 9_988],
        bend: 1.6,
        polls: 120,
        facts: uk(700143, 'Publish the modelling behind the new flood defence plans', '2026-01-12T09:00:00Z'),
      }).sees('2026-04-02T09:00:00Z', 10_004, { stamps: { response: at('2026-04-02T08:58:00Z'), debate: null } }),
      { from: '2026-04-02T12:00:00Z', until: '2026-04-20T08:48:00Z', counts: [10_060, 61_208], bend: 0.55, polls: 90 },
    ),
    overdue: grows(storyOf('uk-parliament/698820', { remindEvery: 'P14D' }), {
      from: '2025-12-01T10:00:00Z',
      until: '2026-02-18T10:00:00Z',
      counts: [40, 9_970],
      facts: uk(698820, 'Make first-aid lessons compulsory in every secondary school', '2025-12-01T09:00:00Z'),
    })
      .sees('2026-02-18T16:00:00Z', 10_012, { stamps: { response: at('2026-02-18T15:31:00Z'), debate: null } })
      .sees('2026-03-01T16:00:00Z', 11_420)
      .sees('2026-03-12T16:00:00Z', 12_005)
      .sees('2026-03-27T16:00:00Z', 12_511)
      .sees('2026-04-11T16:00:00Z', 12_644)
      .sees('2026-04-19T16:00:00Z', 12_701),
    'overdue by law': grows(storyOf('eu-eci/ECI-2024-000007'), {
      from: '2024-07-31T08:00:00Z',
      until: '2025-07-20T08:00:00Z',
      counts: [900, 1_180_000],
      bend: 1.8,
      polls: 100,
      facts: {
        title: 'Ban destructive fishing in protected seas',
        url: 'https://citizens-initiative.europa.eu/initiatives/details/2024/000007_en',
        opened: at('2024-07-30T22:00:00Z'),
        registered: at('2024-07-18T08:00:00Z'),
      },
    })
      .sees('2025-07-21T08:00:00Z', 1_184_020, { parts: states(7) })
      .sees('2025-08-01T08:00:00Z', 1_241_007, { parts: states(7) })
      .sees('2025-10-02T08:00:00Z', 1_241_007, { clockStarted: at('2025-09-30T22:00:00Z') })
      .sees('2026-04-02T08:00:00Z', 1_241_007),
    late: grows(storyOf('uk-parliament/690011'), {
      from: '2025-10-20T08:00:00Z',
      until: '2025-12-04T08:00:00Z',
      counts: [22, 9_900],
      facts: uk(690011, 'Keep the night sleeper to Cornwall', '2025-10-20T08:00:00Z'),
    })
      .sees('2025-12-05T08:00:00Z', 10_102, { stamps: { response: at('2025-12-04T21:12:00Z'), debate: null } })
      .sees('2025-12-27T08:00:00Z', 14_020)
      .sees('2026-01-19T08:00:00Z', 14_902, {
        answer: {
          at: at('2026-01-18T17:04:00Z'),
          url: 'https://petition.parliament.uk/petitions/690011?reveal_response=yes',
        },
      })
      .sees('2026-04-19T18:00:00Z', 15_377),
    answered: grows(storyOf('uk-parliament/702002'), {
      from: '2026-02-02T08:00:00Z',
      until: '2026-03-10T08:00:00Z',
      counts: [180, 9_700],
      facts: uk(702002, 'Review the rules on e-scooters on pavements', '2026-02-02T07:30:00Z'),
    })
      .sees('2026-03-10T19:00:00Z', 10_231, { stamps: { response: at('2026-03-10T14:45:00Z'), debate: null } })
      .sees('2026-03-24T12:00:00Z', 13_004, {
        answer: {
          at: at('2026-03-24T11:30:00Z'),
          url: 'https://petition.parliament.uk/petitions/702002?reveal_response=yes',
        },
      })
      .sees('2026-04-20T07:12:00Z', 14_870),
    missed: grows(storyOf('uk-parliament/688105'), {
      from: '2025-09-15T08:00:00Z',
      until: '2026-03-15T08:00:00Z',
      counts: [12, 4_310],
      bend: 0.3,
      facts: uk(688105, 'Rename the A303 “the long way round”', '2025-09-15T07:00:00Z'),
    }).sees('2026-03-16T08:00:00Z', 4_312, { signing: { open: false, at: at('2026-03-15T23:59:59.999Z') } }),
    retracted: grows(storyOf('uk-parliament/701777'), {
      from: '2026-02-20T08:00:00Z',
      until: '2026-04-10T08:00:00Z',
      counts: [300, 9_950],
      facts: uk(701777, 'Protect hedgerows between February and September', '2026-02-20T07:00:00Z'),
    })
      .sees('2026-04-11T08:00:00Z', 10_007, { stamps: { response: at('2026-04-11T06:10:00Z'), debate: null } })
      .sees('2026-04-13T08:00:00Z', 9_981, { stamps: { response: null, debate: null } })
      .sees('2026-04-20T05:00:00Z', 9_990),
    'closed early': grows(storyOf('uk-parliament/703300'), {
      from: '2026-03-01T08:00:00Z',
      until: '2026-03-28T08:00:00Z',
      counts: [3, 2_204],
      facts: uk(703300, 'Hold a by-election in every city this year', '2026-03-01T07:00:00Z'),
    }).sees('2026-03-29T10:00:00Z', 2_260, {
      signing: { open: false, at: at('2026-03-29T09:10:00Z'), reason: 'Parliament was dissolved' },
    }),
    gone: grows(storyOf('change-org/8811'), {
      from: '2026-03-05T08:00:00Z',
      until: '2026-03-30T08:00:00Z',
      counts: [100, 733],
      facts: {
        title: 'Free coffee in the library',
        url: 'https://www.change.org/p/8811',
        opened: at('2026-03-05T07:00:00Z'),
      },
    }).misses('2026-04-01T08:00:00Z', true),
    'never read': storyOf('uk-parliament/705999'),
    'no thresholds': grows(storyOf('scotland/PE2104'), {
      from: '2025-11-03T09:00:00Z',
      until: '2026-04-18T09:00:00Z',
      counts: [2, 812],
      facts: {
        title: 'Fund community-run ferries',
        url: 'https://petitions.parliament.scot/petitions/PE2104',
        opened: at('2025-11-03T08:00:00Z'),
      },
    }),
    parts: grows(storyOf('eu-eci/ECI-2025-000003'), {
      from: '2025-07-01T08:00:00Z',
      until: '2026-04-20T06:00:00Z',
      counts: [2_000, 1_012_400],
      bend: 1.2,
      facts: {
        title: 'A right to repair for everything with a plug',
        url: 'https://citizens-initiative.europa.eu/initiatives/details/2025/000003_en',
        opened: at('2025-06-30T22:00:00Z'),
        registered: at('2025-06-02T08:00:00Z'),
        parts: states(6),
      },
    }),
    soon: grows(storyOf('uk-parliament/693450'), {
      from: '2025-10-22T08:00:00Z',
      until: '2026-04-20T08:51:00Z',
      counts: [60, 9_604],
      bend: 0.8,
      polls: 140,
      facts: uk(693450, 'Count swifts before you scaffold: a national nest register', '2025-10-22T07:30:00Z'),
    }),
    open: grows(storyOf('senedd/246311'), {
      from: '2026-03-20T08:00:00Z',
      until: '2026-04-20T08:31:00Z',
      counts: [5, 412],
      facts: {
        title: 'Reopen the Aberystwyth to Carmarthen line',
        url: 'https://petitions.senedd.wales/petitions/246311',
        opened: at('2026-03-20T07:00:00Z'),
      },
    }),
    'not certain': grows(storyOf('us-we-the-people/22111'), {
      from: '2015-12-20T18:00:00Z',
      until: '2016-01-19T16:00:00Z',
      counts: [150, 99_100],
      facts: {
        title: 'Pardon the crew of the lighthouse ship',
        url: 'https://petitions.whitehouse.gov/petition/pardon-crew-lighthouse-ship',
        opened: at('2015-12-20T17:00:00Z'),
      },
    })
      .sees('2016-01-19T18:00:00Z', 100_002)
      .sees('2016-02-10T18:00:00Z', 100_120, {
        answer: { at: at('2016-02-10T16:00:00Z'), url: 'javascript:alert(3)' },
      }),
    markup: grows(storyOf('uk-parliament/704001'), {
      from: '2026-04-01T08:00:00Z',
      until: '2026-04-20T08:00:00Z',
      counts: [1, 96],
      facts: uk(704001, markup, '2026-04-01T07:00:00Z'),
    }),
    'right to left': grows(storyOf('change-org/9001'), {
      from: '2026-04-02T08:00:00Z',
      until: '2026-04-20T08:00:00Z',
      counts: [10, 2_145],
      facts: {
        title: 'أنقذوا مكتبة الحي 📚💚',
        url: 'https://www.change.org/p/9001',
        opened: at('2026-04-02T07:00:00Z'),
      },
    }),
    'no link': grows(storyOf('action-network/plant-trees'), {
      from: '2026-04-10T08:00:00Z',
      until: '2026-04-20T08:00:00Z',
      counts: [1, 55],
      facts: { title: 'Plant 🌳🌳🌳 on Station Road', url: 'javascript:alert(4)', opened: at('2026-04-10T07:00:00Z') },
    }),
    'unknown source': new Story({ announceStart: true }).sees('2026-04-19T08:00:00Z', 12, {
      title: 'Of a platform that nobody knows',
    }),
  };
}
