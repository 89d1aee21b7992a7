/** What a reading says once the rules are known: an early end for want of signatures, and a verification. */
import { lapsedAt } from '../../src/domain/reading-by-rules.ts';
import { at, rules, Story } from './story.ts';

describe('signing ends early where too few have signed in time', () => {
  const opened = at('2026-03-01T10:00:00Z');
  const story = (lagMinutes = 0): Story =>
    new Story({
      confirms: true,
      lagMinutes,
      history: rules({ lapse: { within: 'P7D', atLeast: 20 }, cutoff: 'end-of-day' }),
    });
  const ended = at('2026-03-08T23:59:59.999Z');

  test('at the end of that time, by a count after it: the threshold is missed', () => {
    const lapsing = story().sees('2026-03-02T12:00:00Z', 5, { opened }).sees('2026-03-08T23:59:00Z', 19);
    expect(lapsing.petition.closed).toBeUndefined();
    lapsing.sees('2026-03-09T00:01:00Z', 19).sees('2026-03-09T00:02:00Z', 19);
    expect(lapsing.petition.closed).toMatchObject({ stamp: ended, early: true });
    expect(lapsing.told()).toEqual(['closed-early', 'threshold-missed response']);
  });

  test.each([
    ['with enough, whenever they came', 20, {}],
    ['where the opening is not known', 5, { opened: undefined }],
    ['while a count as of before the end is shown', 5, { countedAt: at('2026-03-08T12:00:00Z') }],
  ])('not %s', (_, signatures, facts) => {
    const seen = story().sees('2026-03-09T00:05:00Z', signatures, { opened, ...facts });
    expect(seen.petition.closed).toBeUndefined();
  });

  test('that is known of a count alone', () => {
    const [{ rules: lapsing }] = rules({ lapse: { within: 'P7D', atLeast: 20 }, cutoff: 'end-of-day' });
    expect(lapsedAt({ signatures: 19, opened }, lapsing, at('2026-03-09T00:00:00Z'))).toEqual(ended);
    expect(lapsedAt({ signatures: 19, opened }, lapsing, ended)).toBeUndefined();
  });

  test("not before the platform's lag is over", () => {
    expect(story(10).sees('2026-03-09T00:05:00Z', 5, { opened }).petition.closed).toBeUndefined();
    expect(story(10).sees('2026-03-09T00:11:00Z', 5, { opened }).petition.closed).toBeDefined();
  });

  test("the platform's own closing and its reason stay", () => {
    const signing = { open: false, at: at('2026-03-05T12:00:00Z'), reason: 'withdrawn' } as const;
    const { closed } = story().sees('2026-03-09T00:05:00Z', 5, { opened, signing }).petition;
    expect(closed).toMatchObject({ stamp: signing.at, reason: 'withdrawn' });
  });

  test('it goes on if signatures are added later, by a second reading', () => {
    const lapsed = story().sees('2026-03-09T00:05:00Z', 5, { opened }).sees('2026-03-10T12:00:00Z', 31);
    expect(lapsed.petition.closed).toBeDefined();
    expect(lapsed.sees('2026-03-10T12:01:00Z', 31).petition.closed).toBeUndefined();
  });
});

describe('a number of valid signatures decides for what waits for a verification', () => {
  const thresholds = [
    { name: 'response', signatures: 100, verifiedBy: 'the town clerk' },
    { name: 'debate', signatures: 1_000, verifiedBy: 'the town clerk' },
    { name: 'poster', signatures: 50 },
  ];
  const collected = (): Story =>
    new Story({ history: rules({ thresholds, stopsAtDeadline: true }) })
      .sees('2026-03-02T12:00:00Z', 10, { opened: at('2026-03-01T10:00:00Z') })
      .sees('2026-03-05T12:00:00Z', 1_200);

  test('enough: met for certain; too few: taken back, with the number', () => {
    const story = collected();
    expect(story.threshold()).toMatchObject({ verdict: 'met', certain: false });
    story.told();
    story.sees('2026-04-20T12:00:00Z', 1_200, { verified: 100 });
    expect(story.threshold()).toMatchObject({ verdict: 'met', certain: true });
    expect(story.threshold('debate')).toMatchObject({ verdict: 'missed', reason: 'not-verified' });
    expect(story.threshold('poster').verdict).toBe('met');
    expect(story.only).toMatchObject({ alert: 'threshold-retracted', threshold: 'debate', verified: 100 });
  });

  test('what was refused before it was met is missed for that', () => {
    const refused = new Story({ history: rules({ thresholds, stopsAtDeadline: true }) });
    refused.sees('2026-04-20T12:00:00Z', 1_200, { opened: at('2026-03-01T10:00:00Z'), refused: { debate: {} } });
    expect(refused.threshold('debate')).toMatchObject({ verdict: 'missed', reason: 'not-verified' });
  });

  test("the platform's own word stays", () => {
    const on = at('2026-04-18T10:00:00Z');
    const story = collected();
    story.sees('2026-04-20T12:00:00Z', 1_200, { verified: 990, refused: { debate: { at: on, verified: 999 } } });
    const retracted = story.alerts.findLast(({ alert }) => alert === 'threshold-retracted');
    expect(retracted).toMatchObject({ threshold: 'debate', verified: 999, occurredAt: on });
  });
});
