import { dueInstant, nextPoll } from '../../src/domain/cadence.ts';
import { alertWording } from '../../src/notifications/alert-wording.ts';
import { at, rules, Story, ukParliament } from './story.ts';

const opened = at('2026-03-01T10:00:00Z');
const warnBefore = ['P3D', 'P1D'];

describe('signing closes soon', () => {
  // The deadline is 2026-03-31T09:00Z, which is 10:00 in London; clocks there went forward on the 29th.
  const story = (): Story => new Story({ warnBefore }).sees('2026-03-01T11:00:00Z', 10, { opened });

  test('three days and one day ahead, each once', () => {
    const watched = story();
    expect(watched.sees('2026-03-28T09:59:00Z', 20).told()).toEqual([]);
    watched.sees('2026-03-28T10:00:00Z', 20);
    expect(watched.only).toMatchObject({
      alert: 'closing-soon',
      threshold: 'response',
      needed: 100,
      deadline: at('2026-03-31T09:00:00Z'),
    });
    expect(watched.sees('2026-03-30T08:59:00Z', 20).told()).toEqual([]);
    expect(watched.sees('2026-03-30T09:00:00Z', 20).told()).toEqual(['closing-soon response']);
    expect(watched.sees('2026-03-30T20:00:00Z', 20).told()).toEqual([]);
  });

  test('both fallen due between two looks: one warning', () => {
    expect(story().sees('2026-03-31T07:00:00Z', 20).told()).toEqual(['closing-soon response']);
  });

  test('in whichever order the lengths are given', () => {
    const watched = new Story({ warnBefore: ['P1D', 'P3D'] }).sees('2026-03-01T11:00:00Z', 10, { opened });
    watched.sees('2026-03-31T07:00:00Z', 20);
    expect(watched.told()).toEqual(['closing-soon response']);
    expect(watched.petition.warned).toEqual(at('2026-03-30T09:00:00Z'));
  });

  test('not when the threshold is met', () => {
    expect(story().sees('2026-03-27T11:00:00Z', 100).sees('2026-03-29T11:00:00Z', 120).told()).toEqual([
      'threshold-met response',
    ]);
  });

  test('a petition that has nothing to reach is told of, with its count', () => {
    const history = rules({ thresholds: [] });
    const watched = new Story({ history, warnBefore: ['P1D'] })
      .sees('2026-03-29T11:00:00Z', 20, { opened: at('2026-03-01T10:00:00Z') })
      .sees('2026-03-30T11:00:00Z', 21);
    const { only } = watched;
    expect(only).toMatchObject({ alert: 'closing-soon', threshold: null, needed: null });
    expect(alertWording(only)).toEqual({
      headline: 'Signing ends on 31 March 2026: 21 signatures',
      happened: 'Signing ends on 31 March 2026, 10:00 (London time). The petition has 21 signatures.',
    });
    expect(watched.sees('2026-03-30T12:00:00Z', 21).told()).toEqual([]);
  });

  test('names the nearest threshold that is still open', () => {
    const watched = ukParliament({ warnBefore }).sees('2026-01-01T11:00:00Z', 10, {
      opened: at('2025-10-01T10:00:00Z'),
    });
    watched.sees('2026-03-30T11:00:00Z', 1000);
    expect(watched.only).toMatchObject({ alert: 'closing-soon', threshold: 'response' });
    const over = ukParliament({ warnBefore }).sees('2026-01-01T11:00:00Z', 11_000, {
      opened: at('2025-10-01T10:00:00Z'),
    });
    over.sees('2026-03-30T11:00:00Z', 12_000, { answer: { at: at('2026-01-01T00:00:00Z') } }).told();
    expect(over.threshold('debate').verdict).toBe('open');
    expect(over.petition.warned).toEqual(at('2026-03-29T22:59:59.999Z'));
  });

  test('in whichever order the rules name them', () => {
    const thresholds = [
      { name: 'law', signatures: 5000 },
      { name: 'debate', signatures: 500 },
      { name: 'talk', signatures: 1000 },
    ];
    const watched = new Story({ warnBefore, history: rules({ thresholds }) }).sees('2026-03-01T11:00:00Z', 10, {
      opened,
    });
    expect(watched.sees('2026-03-29T11:00:00Z', 20).told()).toEqual(['closing-soon debate']);
  });

  test('not at the deadline, and not after it', () => {
    expect(
      new Story({ warnBefore, lagMinutes: 5 })
        .sees('2026-03-01T11:00:00Z', 10, { opened })
        .sees('2026-03-31T09:00:00Z', 20)
        .told(),
    ).toEqual([]);
  });

  test('not when the platform has closed the petition', () => {
    const watched = story().sees('2026-03-10T11:00:00Z', 50, { signing: { open: false } });
    watched.told();
    expect(watched.sees('2026-03-30T11:00:00Z', 50).told()).toEqual([]);
  });

  test('never for a time before the opening', () => {
    const watched = new Story({ warnBefore, history: rules({ signingWindow: 'P2D' }) }).sees(
      '2026-03-01T10:00:01Z',
      1,
      { opened },
    );
    expect(watched.told()).toEqual([]);
    expect(watched.sees('2026-03-02T10:00:00Z', 2).told()).toEqual(['closing-soon response']);
  });

  test('again when the deadline has moved', () => {
    const watched = story().sees('2026-03-30T10:00:00Z', 20);
    watched.told();
    watched.sees('2026-03-30T11:00:00Z', 20, { deadline: at('2026-04-10T09:00:00Z') });
    expect(watched.told()).toEqual(['deadline-changed']);
    expect(watched.sees('2026-04-08T11:00:00Z', 20).told()).toEqual(['closing-soon response']);
  });

  test('on first sight only when it fell due in the last 24 hours', () => {
    expect(new Story({ warnBefore }).sees('2026-03-29T11:00:00Z', 10, { opened }).told()).toEqual([]);
    const watched = new Story({ warnBefore }).sees('2026-03-29T09:00:00Z', 10, { opened });
    expect(watched.told()).toEqual(['closing-soon response']);
    expect(watched.sees('2026-03-30T09:00:00Z', 10).told()).toEqual(['closing-soon response']);
  });
});

describe('a response is due soon', () => {
  const story = (): Story => {
    const watched = new Story({ warnBefore })
      .sees('2026-03-02T11:00:00Z', 90, { opened })
      .sees('2026-03-02T12:00:00Z', 110);
    watched.told();
    return watched;
  };

  test('three days and one day ahead, each once', () => {
    const watched = story();
    expect(watched.sees('2026-03-09T11:59:00Z', 120).told()).toEqual([]);
    watched.sees('2026-03-09T12:00:00Z', 120);
    expect(watched.only).toMatchObject({
      alert: 'response-due-soon',
      threshold: 'response',
      needed: 100,
      deadline: at('2026-03-12T12:00:00Z'),
    });
    expect(watched.sees('2026-03-10T12:00:00Z', 120).told()).toEqual([]);
    expect(watched.sees('2026-03-11T12:00:00Z', 120).told()).toEqual(['response-due-soon response']);
  });

  test('never for a time before the threshold was met', () => {
    const thresholds = [{ name: 'response', signatures: 100, responseWindow: 'P2D' }];
    const watched = new Story({ warnBefore, history: rules({ thresholds }) })
      .sees('2026-03-02T11:00:00Z', 90, { opened })
      .sees('2026-03-02T12:00:00Z', 110);
    expect(watched.told()).toEqual(['threshold-met response']);
    expect(watched.sees('2026-03-03T12:00:00Z', 110).told()).toEqual(['response-due-soon response']);
  });

  test('not once it is given', () => {
    const answer = { at: at('2026-03-08T12:00:00Z') };
    const watched = story().sees('2026-03-08T13:00:00Z', 120, { answer });
    watched.told();
    expect(watched.sees('2026-03-11T12:00:00Z', 120, { answer }).told()).toEqual([]);
  });

  test('on first sight only when it fell due in the last 24 hours', () => {
    const facts = { opened, stamps: { response: at('2026-03-05T11:00:00Z'), debate: null } };
    // 5 March and 21 days: by the end of 26 March; three days ahead is the end of the 23rd.
    expect(ukParliament({ warnBefore }).sees('2026-03-24T23:59:00Z', 11_000, facts).told()).toEqual([
      'response-due-soon response',
    ]);
    expect(ukParliament({ warnBefore }).sees('2026-03-25T11:00:00Z', 11_000, facts).told()).toEqual([]);
  });
});

describe('a petition that the config names', () => {
  test('says where it stands when it is first seen, and never again', () => {
    const watched = ukParliament({ announceStart: true }).sees('2025-07-29T13:26:18Z', 392_979, {
      title: 'Repeal the Online Safety Act',
      url: 'https://petition.parliament.uk/petitions/722903',
      opened: at('2025-04-22T14:53:36.080Z'),
      stamps: { response: at('2025-07-15T10:34:10Z'), debate: at('2025-07-25T19:21:00Z') },
    });
    expect(watched.only).toMatchObject({
      id: 'test/1#1',
      alert: 'watch-started',
      title: 'Repeal the Online Safety Act',
      url: 'https://petition.parliament.uk/petitions/722903',
      signatures: 392_979,
      deadline: at('2025-10-22T22:59:59.999Z'),
      timeZone: 'Europe/London',
      standings: [
        {
          threshold: 'response',
          needed: 10_000,
          verdict: 'met',
          response: 'due',
          responseDeadline: at('2025-08-05T22:59:59.999Z'),
        },
        { threshold: 'debate', needed: 100_000, verdict: 'met', response: 'none', responseDeadline: null },
      ],
    });
    expect(watched.sees('2025-07-30T13:26:18Z', 400_000).told()).toEqual([]);
  });

  test('without a title, goes by its name', () => {
    expect(new Story({ announceStart: true }).sees('2026-03-01T11:00:00Z', 10).only).toMatchObject({
      title: 'test/1',
      url: null,
      deadline: null,
    });
  });
});

test('the counts that differ from the one before are kept', () => {
  const watched = new Story()
    .sees('2026-03-01T11:00:00Z', 10)
    .sees('2026-03-01T12:00:00Z', 10)
    .sees('2026-03-01T13:00:00Z', 9);
  expect(watched.petition.counts).toEqual([
    { at: at('2026-03-01T11:00:00Z'), signatures: 10 },
    { at: at('2026-03-01T13:00:00Z'), signatures: 9 },
  ]);
  expect(watched.petition.last).toEqual({ at: at('2026-03-01T13:00:00Z'), signatures: 9 });
});

describe('a response that is asked for earlier than it is owed: in the UK within 14 of 21 days', () => {
  const met = { stamps: { response: at('2026-03-02T12:00:00Z'), debate: null } };
  const asked = (warnBefore: readonly string[]): Story =>
    ukParliament({ warnBefore, longestSilence: 1440 })
      .sees('2026-03-01T12:00:00Z', 9_990, { opened: at('2026-02-01T10:00:00Z'), answer: null })
      .sees('2026-03-02T12:05:00Z', 10_001, { ...met, answer: null });
  const end = '2026-03-16T23:59:59.999Z';

  test('it is told when that time is over, and is not missed; the petition is looked at then', () => {
    const story = asked(['P3D']);
    story.told();
    const before = '2026-03-16T22:05:00Z';
    story.sees(before, 10_001, { answer: null });
    expect(dueInstant('test/1', nextPoll(story.petition, at(before), story.terms), at(before))).toEqual(at(end));
    const { only } = story.sees(end, 10_001, { answer: null });
    expect(only).toMatchObject({
      alert: 'response-due-soon',
      askedWithin: 'P14D',
      deadline: at('2026-03-23T23:59:59.999Z'),
    });
    expect(alertWording(only).happened).toBe(
      'There is no response yet. It was asked for within 14 days. By convention, a response from the government is expected by 23 March 2026, 23:59 (London time).',
    );
    const later = story.sees('2026-03-21T00:00:00Z', 10_001, { answer: null }).only;
    expect(later.alert).toBe('response-due-soon');
    expect(later).not.toHaveProperty('askedWithin');
  });

  test('not to whoever wants no warnings, nor after an answer', () => {
    const silent = asked([]);
    silent.told();
    expect(silent.sees(end, 10_001, { answer: null }).told()).toEqual([]);
    const answered = asked(['P3D']).sees('2026-03-10T12:00:00Z', 10_001, {
      answer: { at: at('2026-03-10T11:00:00Z') },
    });
    answered.told();
    expect(answered.sees(end, 10_001).told()).toEqual([]);
  });
});
