import type { RequestListener } from 'node:http';
import { sources } from '../../src/sources/registry.ts';
import { newPetition } from '../../src/domain/petition.ts';
import { at, Story } from '../domain/story.ts';
import { answered, closed, gathered, ongoing, step, submitted } from './contract/eu-eci.ts';
import { serve } from '../loopback.ts';
import { faultOf, lookingAt, pagesOf } from './reading.ts';

const euEci = sources['eu-eci'];

/** Both services on one host, as an archive has them. */
const serving =
  (details: object, signatureCount?: number): RequestListener =>
  (request, response) => {
    if (request.url?.startsWith('/core/') === true) response.end(JSON.stringify(details));
    else if (signatureCount === undefined) response.writeHead(404).end();
    else response.end(JSON.stringify({ signatureCount, goal: 1_400_000 }));
  };

const register = '/core/api/register/details/2024/000007';
const counter = '/045/public/api/report/progression';
const now = '2025-07-02T09:00:00Z';

test('the first look asks the register, and the counter that it links to', async () => {
  await lookingAt(euEci, serving(ongoing, 810_123), async ({ look, platform }) => {
    const { observation, state } = await look({ now });
    expect(observation).toEqual({
      kind: 'reading',
      signatures: 810_123,
      title: 'Stop destroying games',
      url: 'https://citizens-initiative.europa.eu/initiatives/details/2024/000007_en',
      registered: at('2024-06-18T22:00:00Z'),
      opened: at('2024-07-30T22:00:00Z'),
      deadline: at('2025-07-31T21:59:59.999Z'),
      signing: { open: true },
      parts: { DE: 150_000, GR: 9_000 },
      partsAt: at('2025-07-01T18:45:00Z'),
      clockStarted: null,
      answer: null,
    });
    expect(state).toEqual({ counter: '045', total: 801_000, registerAt: '2025-07-02T09:00:00Z' });
    expect(platform.requests.map(({ url }) => url)).toEqual([register, counter]);
  });
});

test('the next ones ask the counter alone; what the register had more, by paper, is not lost', async () => {
  await lookingAt(euEci, serving(ongoing, 810_123), async ({ look, platform }) => {
    const memory = { counter: '045', total: 801_000, registerAt: now };
    expect(await look({ now: '2025-07-03T08:59:00Z', memory })).toEqual({
      observation: { kind: 'reading', signatures: 810_123 },
    });
    const { observation } = await look({ now: '2025-07-03T08:59:00Z', memory: { ...memory, total: 820_000 } });
    expect(observation).toEqual({ kind: 'reading', signatures: 820_000 });
    expect(platform.requests.map(({ url }) => url)).toEqual([counter, counter]);
  });
});

test('after a day the register is asked again', async () => {
  await lookingAt(euEci, serving(ongoing, 810_123), async ({ look, platform }) => {
    await look({ now: '2025-07-03T09:00:00Z', memory: { counter: '045', registerAt: now } });
    expect(platform.requests.map(({ url }) => url)).toEqual([counter, register]);
  });
});

describe('the register is asked every hour', () => {
  const opened = at('2024-07-31T10:00:00Z');
  const history = euEci.history;
  const asks = async (known: Story, when: string, count = 999_000): Promise<boolean> => {
    let asked = false;
    await lookingAt(euEci, serving(ongoing, count), async ({ look, platform }) => {
      const registerAt = at(when).subtract({ hours: 1 }).toString();
      await look({ now: when, known: known.petition, memory: { counter: '045', registerAt } });
      asked = platform.requests.some(({ url }) => url === register);
    });
    return asked;
  };
  const story = (count: number, parts: Readonly<Record<string, number>>): Story =>
    new Story({ history }).sees('2025-07-02T08:00:00Z', count, { opened, parts });
  const seven = { CY: 9e4, EE: 9e4, LU: 9e4, MT: 9e4, LV: 9e4, SI: 9e4, HR: 9e4 };

  test('not while the count is below the line', async () => {
    expect(await asks(story(900_000, {}), now)).toBe(false);
  });

  test('once the count comes to a line that is open, for its states', async () => {
    expect(await asks(story(900_000, {}), now, 1_000_000)).toBe(true);
  });

  test('while it is not certain that the line is met', async () => {
    const known = new Story({ history }).sees('2025-07-02T08:00:00Z', 1_000_000, { opened });
    expect(await asks(known, now)).toBe(true);
  });

  test('while a fall below the line is in doubt', async () => {
    const known = story(1_000_000, seven).sees('2025-07-02T08:30:00Z', 999_999);
    expect(await asks(known, now)).toBe(true);
    expect(await asks(story(1_000_000, seven), now, 1_000_001)).toBe(false);
  });

  test('from the deadline on, until it says that signing is over', async () => {
    const after = '2025-07-31T22:30:00Z';
    expect(await asks(story(900_000, {}), after)).toBe(true);
    const over = story(900_000, {}).sees('2025-07-31T22:10:00Z', 900_000, { signing: { open: false } });
    expect(await asks(over, after)).toBe(false);
  });

  test('when an answer may be overdue: the counter does not show it', async () => {
    const known = story(1_000_000, seven).sees('2025-08-02T08:00:00Z', 1_000_000, {
      signing: { open: false },
      clockStarted: at('2025-08-01T22:00:00Z'),
    });
    expect(await asks(known, '2025-12-02T08:00:00Z')).toBe(false);
    expect(await asks(known, '2026-02-02T23:00:00Z')).toBe(true);
  });
});

test('a counter on another host, or none, is not asked: the register alone is read, at every look', async () => {
  const elsewhere = { languageCode: 'IT', title: 'T', supportLink: 'https://sign.example.org/045/public/' };
  const details = { ...ongoing, linguisticVersions: [elsewhere, { languageCode: 'FR', title: 'U' }] };
  await lookingAt(euEci, serving(details, 5), async ({ look, platform }) => {
    const { observation, state } = await look({ now });
    expect(observation).toMatchObject({ signatures: 801_000, title: 'T' });
    await look({ now, memory: state });
    expect(platform.requests.map(({ url }) => url)).toEqual([register, register]);
  });
});

test('once the counter is gone, the register has the count', async () => {
  await lookingAt(euEci, serving(closed), async ({ look }) => {
    const { observation, state } = await look({
      now: '2025-09-02T09:00:00Z',
      memory: { counter: '045', registerAt: now },
    });
    expect(observation).toMatchObject({ signatures: 801_000 });
    expect(state).toEqual({ total: 801_000, registerAt: '2025-09-02T09:00:00Z' });
  });
});

test('registered and not collecting yet: neither open nor closed, and not opened before its day', async () => {
  const details = {
    ...ongoing,
    status: 'REGISTERED',
    startCollectionDate: '01/09/2025',
    deadline: null,
    progress: undefined,
    sosReport: null,
  };
  await lookingAt(euEci, serving(details), async ({ look }) => {
    const { observation } = await look({ now });
    expect(observation).toEqual({
      kind: 'reading',
      signatures: 0,
      title: 'Stop destroying games',
      url: 'https://citizens-initiative.europa.eu/initiatives/details/2024/000007_en',
      registered: at('2024-06-18T22:00:00Z'),
      clockStarted: null,
      answer: null,
    });
  });
});

describe('when signing is over', () => {
  const reading = async (details: object, when: string): Promise<unknown> => {
    let seen: unknown;
    await lookingAt(euEci, serving(details, 1_448_271), async ({ look }) => {
      seen = (await look({ now: when })).observation;
    });
    return seen;
  };

  test('in verification: closed at the end of the day in Brussels; the opening is the chosen day', async () => {
    expect(await reading({ ...closed, startCollectionDate: undefined }, '2025-09-02T09:00:00Z')).toMatchObject({
      signatures: 1_448_271,
      signing: { open: false, at: at('2025-07-31T21:59:59.999Z') },
      parts: { DE: 150_000, GR: 9_000 },
      clockStarted: null,
    });
  });

  test('closed early by its organisers', async () => {
    const details = { ...closed, status: 'CLOSED', deadline: '31/07/2025', earlyClosureDate: '02/07/2025' };
    expect(await reading(details, '2025-07-02T09:00:00Z')).toMatchObject({
      deadline: at('2025-07-31T21:59:59.999Z'),
      signing: { open: false, reason: 'closed by its organisers' },
    });
    expect(await reading(details, '2025-07-03T09:00:00Z')).toMatchObject({
      signing: { open: false, at: at('2025-07-02T21:59:59.999Z') },
      partsAt: at('2025-07-01T18:45:00Z'),
    });
  });

  test('withdrawn', async () => {
    const details = { ...ongoing, status: 'WITHDRAWN', progress: [step('WITHDRAWN', '05/05/2025')] };
    expect(await reading(details, now)).toMatchObject({
      signing: { open: false, at: at('2025-05-05T21:59:59.999Z'), reason: 'withdrawn' },
    });
    expect(await reading({ ...details, progress: [] }, now)).toMatchObject({ signing: { open: false } });
  });

  // The steps of the register, as a public loader of it has them (2026-10).
  test.each([
    ['INSUFFICIENT_SUPPORT_AFTER_VERIFICATION', '2026-01-20'],
    ['INSUFFICIENT_SOMETHING_NEW', '2026-01-20'],
  ])('%s is over without success: too few were valid', async (status, day) => {
    const details = { ...closed, status, progress: [...closed.progress, step(status, '20/01/2026')] };
    expect(await reading(details, '2026-02-01T09:00:00Z')).toMatchObject({
      signing: { open: false, at: at('2025-07-31T21:59:59.999Z') },
      refused: { response: { at: at(`${day}T00:00:00+01:00`) } },
      clockStarted: null,
      answer: null,
    });
    const verified = { ...details, submission: { ...gathered, totalSignatures: 912_345 } };
    expect(await reading(verified, '2026-02-01T09:00:00Z')).toMatchObject({
      refused: { response: { verified: 912_345 } },
    });
  });

  test('INSUFFICIENT_SUPPORT is over as well; the count and the states show that it was not enough', async () => {
    const observation = await reading({ ...closed, status: 'INSUFFICIENT_SUPPORT' }, '2025-09-02T09:00:00Z');
    expect(observation).toMatchObject({ signing: { open: false } });
    expect(observation).not.toHaveProperty('refused');
  });

  test('met is provisional until the states have verified; then it is certain, or taken back', () => {
    const parts = { CY: 9e4, EE: 9e4, LU: 9e4, MT: 9e4, LV: 9e4, SI: 9e4, HR: 9e4 };
    const registered = at('2024-06-18T22:00:00Z');
    const story = (): Story =>
      new Story({ history: euEci.history })
        .sees('2025-07-02T08:00:00Z', 999_000, { opened: at('2024-07-30T22:00:00Z'), registered, parts })
        .sees('2025-07-02T09:00:00Z', 1_000_100, { parts });
    expect(story().only).toMatchObject({ alert: 'threshold-met', certain: false, verifiedBy: 'the member states' });
    const submitted = story().sees('2026-02-01T09:00:00Z', 1_000_100, { met: ['response'], signing: { open: false } });
    expect(submitted.threshold()).toMatchObject({ verdict: 'met', certain: true });
    const refused = story().sees('2026-02-01T09:00:00Z', 1_000_100, {
      refused: { response: {} },
      signing: { open: false },
    });
    expect(refused.threshold()).toMatchObject({ verdict: 'missed', reason: 'not-verified' });
    expect(refused.threshold().response).toEqual({ verdict: 'none' });
  });

  test('a state that is not known says nothing of signing, nor of what became of it, and is named', async () => {
    await lookingAt(euEci, serving({ ...ongoing, status: 'PAUSED' }, 810_123), async ({ look }) => {
      const { observation, unreadable } = await look({ now });
      expect(observation).toMatchObject({ signatures: 810_123, parts: { DE: 150_000 } });
      for (const fact of ['signing', 'clockStarted', 'answer']) expect(observation).not.toHaveProperty(fact);
      expect(unreadable).toEqual([
        { path: 'status', message: expect.stringMatching(/^must be one of "REGISTERED", .* \(it is "PAUSED"\)$/) },
      ]);
    });
    await lookingAt(euEci, serving({ ...ongoing, status: 'REGISTERED' }, 0), async ({ look }) => {
      expect((await look({ now })).unreadable).toBeUndefined();
    });
  });

  test('submitted: what was verified counts, and the clock runs from that day', async () => {
    await lookingAt(euEci, serving(submitted, 1_448_271), async ({ look, platform }) => {
      const { observation, state } = await look({ now: '2026-02-01T09:00:00Z', memory: { counter: '045' } });
      expect(observation).toMatchObject({
        signatures: 1_294_188,
        met: ['response'],
        clockStarted: at('2026-01-25T23:00:00Z'),
        answer: null,
      });
      await look({ now: '2026-02-01T10:00:00Z', memory: state });
      expect(platform.requests.map(({ url }) => url)).toEqual([counter, register, register]);
    });
  });

  test('submitted on a day that is not said', async () => {
    expect(await reading({ ...submitted, progress: [] }, '2026-02-01T09:00:00Z')).toMatchObject({ clockStarted: true });
  });

  test('answered', async () => {
    const answer = { at: at('2026-06-15T22:00:00Z') };
    expect(await reading(answered, '2026-07-01T09:00:00Z')).toMatchObject({
      met: ['response'],
      answer: { ...answer, url: 'https://citizens-initiative.europa.eu/document/answer' },
    });
    expect(await reading({ ...answered, answer: null }, '2026-07-01T09:00:00Z')).toMatchObject({ answer });
    const undatedAnswer = { ...answered, answer: { decisionDate: '' }, progress: [] };
    expect(await reading(undatedAnswer, '2026-07-01T09:00:00Z')).toMatchObject({ answer: {} });
  });
});

describe('the list', () => {
  const listing = (entries: readonly object[], more = 0): RequestListener => {
    const whole = serving(ongoing, 810_123);
    return (request, response) =>
      request.url?.includes('/search/ALL/EN/') === true
        ? response.end(
            JSON.stringify({
              recordsFound: entries.length + more,
              entries: request.url.endsWith('/0/50') ? entries : [],
            }),
          )
        : whole(request, response);
  };

  test('has those that are collecting, each as a poll reads it', async () => {
    const entries = [
      { pubRegNum: 'ECI(2019)000007', status: 'ANSWERED' },
      { pubRegNum: 'ECI(2024)000007', status: 'ONGOING' },
      { pubRegNum: 'none', status: 'ONGOING' },
    ];
    const platform = await serve(listing(entries));
    const pages = await pagesOf(await euEci.reader(), platform.url, undefined, now);
    await platform.close();
    expect(pages).toMatchObject([
      [{ id: '2024/000007', observation: { signatures: 810_123, signing: { open: true } } }],
    ]);
    expect(platform.requests.map(({ url }) => url)).toEqual([
      '/core/api/register/search/ALL/EN/0/50',
      register,
      counter,
    ]);
  });

  test.each<[string, RequestListener]>([
    ['cannot be read', (_, response) => response.end('<html>')],
    ['fail', (_, response) => response.writeHead(500).end()],
    ['are broken off', (_, response) => response.destroy()],
  ])('loses an initiative whose own pages %s, and no other', async (_, odd) => {
    const entries = ['2024)000006', '2024)000007'].map((end) => ({ pubRegNum: `ECI(${end}`, status: 'ONGOING' }));
    const whole = listing(entries);
    const platform = await serve((request, response) =>
      (request.url?.endsWith('/2024/000006') === true ? odd : whole)(request, response),
    );
    const pages = await pagesOf(await euEci.reader(), platform.url, undefined, now);
    await platform.close();
    expect(pages.flat()).toMatchObject([{ id: '2024/000007', observation: { signatures: 810_123 } }]);
  });

  test('is not read further when the host wants no more requests', async () => {
    const entries = [{ pubRegNum: 'ECI(2024)000007', status: 'ONGOING' }];
    const search = listing(entries);
    const platform = await serve((request, response) =>
      request.url?.includes('/search/') === true
        ? search(request, response)
        : response.writeHead(429, { 'retry-after': '60' }).end(),
    );
    await expect(pagesOf(await euEci.reader(), platform.url, undefined, now)).rejects.toThrow(/answered 429/);
    await platform.close();
  });

  test('ends where a page is empty, whatever number was announced', async () => {
    const platform = await serve(listing([{ pubRegNum: 'ECI(2019)000007', status: 'ANSWERED' }], 5));
    const pages = await pagesOf(await euEci.reader(), platform.url);
    await platform.close();
    expect(pages).toEqual([]);
    expect(platform.requests).toHaveLength(2);
  });
});

test('without the time of its last count, the register is taken to be a day old', async () => {
  for (const onlineSosUpdateDate of [undefined, 'today']) {
    const details = { ...ongoing, sosReport: { ...gathered, onlineSosUpdateDate } };
    await lookingAt(euEci, serving(details, 810_123), async ({ look }) => {
      expect((await look({ now })).observation).toMatchObject({ partsAt: at('2025-07-01T09:00:00Z') });
    });
  }
});

test('an initiative that the register does not have is gone', async () => {
  await lookingAt(
    euEci,
    (_, response) => response.writeHead(404).end(),
    async ({ look }) => {
      expect((await look({ now })).observation).toEqual({ kind: 'gone', final: false });
    },
  );
});

test.each([
  ['an answer to too many requests', (_, response) => response.writeHead(429).end(), 'answered 429'],
  ['an error page', (_, response) => response.end('<html>'), 'is not JSON'],
  ['no status', serving({ ...ongoing, status: undefined }, 1), 'status must be a status, such as "ONGOING"'],
  ['a count that is none', serving(ongoing, -5), 'signatureCount must not be below 0'],
] satisfies [string, RequestListener, string][])('%s is no reading', async (_, answer, message) => {
  expect(await faultOf(euEci, answer)).toContain(message);
});

test('a page of an initiative names it', () => {
  const idOf = (page: string): string | undefined => euEci.idOf(new URL(page));
  expect(idOf('https://citizens-initiative.europa.eu/initiatives/details/2024/000007_en')).toBe('2024/000007');
  expect(idOf('https://citizens-initiative.europa.eu/initiatives/details/2024/000007')).toBe('2024/000007');
  expect(idOf('https://citizens-initiative.europa.eu/find-initiative_en')).toBeUndefined();
  expect(idOf('https://example.org/initiatives/details/2024/000007_en')).toBeUndefined();
});

test('its own rules go by registration: an initiative registered before July 2024 needs fewer in Germany', () => {
  const needs = (registered: string): unknown => {
    const story = new Story({ history: euEci.history }).sees('2024-08-02T10:00:00Z', 1_000_000, {
      opened: at('2024-07-30T22:00:00Z'),
      registered: at(registered),
      parts: { DE: 67_680, MT: 4_230, CY: 4_230, LU: 4_230, EE: 4_935, SI: 5_640, LV: 5_640 },
    });
    return story.petition.thresholds.response?.verdict;
  };
  expect(needs('2024-06-18T22:00:00Z')).toBe('met');
  expect(needs('2024-07-15T22:00:00Z')).toBe('open');
  expect(newPetition('eu-eci/2024/000007').petition).toBe('eu-eci/2024/000007');
});
