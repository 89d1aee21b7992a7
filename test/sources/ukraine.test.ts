/** Ukraine: what the pages and answers may be besides what the contract shows. */
import type { RequestListener } from 'node:http';
import { evaluate } from '../../src/domain/evaluate.ts';
import { newPetition, type Petition } from '../../src/domain/petition.ts';
import { sources } from '../../src/sources/registry.ts';
import type { Source } from '../../src/sources/source.ts';
import { at } from '../domain/story.ts';
import { listOf, notThere, row, shown } from './contract/ukraine.ts';
import { petition } from './contract/ukraine-cabinet.ts';
import { observationOf, page } from './pages.ts';
import { faultOf, lookingAt, pagesOf } from './reading.ts';

const { ukraine: president, 'ukraine-cabinet': cabinet } = sources;

const after = async (source: Source, before: Petition, answer: RequestListener, now: string): Promise<Petition> => {
  const terms = { history: source.history, warnBefore: [], announceStart: true, lagMinutes: source.lagMinutes };
  return evaluate(before, await observationOf(source, answer, now), at(now), terms).petition;
};

describe('the President', () => {
  test.each([
    ['by its status', 404, undefined],
    ['by its words', 200, notThere],
  ])('what is not there is gone %s', async (_, status, body) => {
    const answer: RequestListener = (__, response) => response.writeHead(status).end(body);
    expect(await observationOf(president, answer)).toEqual({ kind: 'gone', final: false });
  });

  test.each([200, 404])('a redirect to /404, which answers %i, is not there', async (status) => {
    const answer: RequestListener = ({ url }, response) =>
      url === '/404' ? response.writeHead(status).end(notThere) : response.writeHead(302, { location: '/404' }).end();
    expect(await observationOf(president, answer)).toEqual({ kind: 'gone', final: false });
    const known = { ...newPetition('ukraine/990001'), last: { at: at('2016-01-05T16:00:00Z'), signatures: 5 } };
    await lookingAt(president, answer, async ({ look }) => {
      await expect(look({ known })).rejects.toThrow(/redirects to \/404/);
    });
  });

  test.each(['/', '/petition/990002', '/login'])('a redirect to %s is no reading', async (location) => {
    const answer: RequestListener = ({ url }, response) =>
      url === '/petition/990001' ? response.writeHead(302, { location }).end() : response.end(shown('25 001'));
    expect(await faultOf(president, answer)).toMatch(/redirects to/);
  });

  test.each([
    ['Збір підписів триває', { open: true }],
    ['Залишилося 12 днів', { open: true }],
    ['Не підтримано', { open: false, reason: 'not supported' }],
  ])('the state "%s" is read in its own element, and not in the menu', async (state, signing) => {
    expect(await observationOf(president, page(shown('5', state)), '2026-10-01T00:00:00Z')).toMatchObject({ signing });
  });

  test('a state that is not known says nothing, and is told; the count is read', async () => {
    await lookingAt(president, page(shown('24 999', 'Відхилено')), async ({ look }) => {
      const { observation, unreadable } = await look({ now: '2026-10-01T00:00:00Z' });
      expect(observation).toMatchObject({ signatures: 24_999, opened: at('2026-09-01T21:00:00Z') });
      for (const key of ['signing', 'met', 'answer', 'clockStarted']) expect(observation).not.toHaveProperty(key);
      expect(unreadable).toMatchObject([{ path: 'state', message: expect.stringContaining('must be one of') }]);
    });
  });

  test('without a timer, the three months are those of the law; a page without its day costs the day', async () => {
    const open = await after(president, newPetition('ukraine/990001'), page(shown('5')), '2026-10-01T00:00:00Z');
    expect(open.deadline).toEqual({ at: at('2026-12-02T21:59:59.999Z'), by: 'rules' });
    const other = page(shown('5').replace('2 вересня 2026', 'вересень'));
    expect(await observationOf(president, other)).toMatchObject({ signatures: 5 });
  });

  test('the ten working days run from when it was seen to be considered; nobody is called late', async () => {
    let petition = newPetition('ukraine/990001');
    for (const [count, state, now] of [
      ['24 999', 'Триває збір підписів', '2026-11-02T09:00:00Z'],
      ['25 001', 'На розгляді', '2026-11-03T09:00:00Z'],
    ] as const)
      petition = await after(president, petition, page(shown(count, state)), now);
    // From Tuesday the 3rd, ten working days lead to Tuesday the 17th, in Kyiv.
    expect(petition.thresholds.response).toMatchObject({
      verdict: 'met',
      response: { deadline: at('2026-11-17T21:59:59.999Z'), laterIf: expect.stringContaining('published later') },
    });
    petition = await after(president, petition, page(shown('25 001', 'На розгляді')), '2027-03-01T09:00:00Z');
    expect(petition.thresholds.response?.response.verdict).not.toBe('missed');
  });

  test('one that is answered long before the first look has an answer, and no deadline', async () => {
    const found = await after(
      president,
      newPetition('ukraine/1'),
      page(shown('25 001', 'З відповіддю')),
      '2027-03-01T09:00:00Z',
    );
    expect(found.thresholds.response?.response.deadline).toBeUndefined();
    expect(found.answer).toBeDefined();
  });

  test.each([
    ['other words', '312 підписів', 312],
    ['no words', '312', 312],
    ['a number and the one that is needed', '312 з 25000', 312],
    ['two numbers in a row', '312, 25000', undefined],
    ['words only', 'немає', undefined],
  ])('a row with %s has its count or is left out', async (_, written, count) => {
    await lookingAt(president, listOf([[row(5, written), row(6)]]), async ({ platform }) => {
      const listed = (await pagesOf(await president.reader(), platform.url)).flat();
      const found = listed.find(({ id }) => id === '5')?.observation;
      expect(found?.kind === 'reading' ? found.signatures : undefined).toBe(count);
      expect(listed.some(({ id }) => id === '6')).toBe(true);
    });
  });
});

describe('the Cabinet', () => {
  const json = (changes: object): RequestListener => page(JSON.stringify({ ...petition, ...changes }));

  test('the request names the page of the petition as the one that it comes from', async () => {
    const referers: unknown[] = [];
    const answer: RequestListener = (request, response) => {
      referers.push(request.headers.referer);
      json({})(request, response);
    };
    await lookingAt(cabinet, answer, async ({ look, platform }) => {
      expect((await look()).observation).toEqual({
        kind: 'reading',
        signatures: 24_999,
        title: 'Лавки в парках',
        url: `${platform.url}/kmu/petition/990001`,
        answer: null,
      });
      expect(referers).toEqual([`${platform.url}/kmu/petition/990001`]);
    });
  });

  test.each(['Approved', 'Supported'])(
    '"%s" may be that of an open petition: nothing is missed by it',
    async (status) => {
      const found = await after(
        cabinet,
        newPetition('ukraine-cabinet/990001'),
        json({ status }),
        '2027-06-01T12:00:00Z',
      );
      expect(found.thresholds.response).toMatchObject({ verdict: 'open' });
      const met = await after(cabinet, found, json({ status, signaturesNumber: 25_000 }), '2027-06-02T12:00:00Z');
      expect(met.thresholds.response).toMatchObject({ verdict: 'met', response: { verdict: 'none' } });
      expect(met.thresholds.response?.response.deadline).toBeUndefined();
    },
  );

  test('one without support missed its number', async () => {
    const found = await after(
      cabinet,
      newPetition('ukraine-cabinet/990001'),
      json({ status: 'Unsupported' }),
      '2026-12-05T12:00:00Z',
    );
    expect(found).toMatchObject({ closed: { early: false }, thresholds: { response: { verdict: 'missed' } } });
  });

  test('a state that is not known says nothing, and is told; an answer without a time is one', async () => {
    await lookingAt(cabinet, json({ status: 'Archived' }), async ({ look }) => {
      const { observation, unreadable } = await look();
      expect(observation).toMatchObject({ signatures: 24_999 });
      for (const key of ['signing', 'answer', 'opened']) expect(observation).not.toHaveProperty(key);
      expect(unreadable).toMatchObject([{ path: 'status', message: expect.stringContaining('(it is "Archived")') }]);
    });
    expect(await observationOf(cabinet, json({ status: 'Answered' }))).toMatchObject({ answer: {} });
  });

  test.each([
    ['another petition', { ...petition, id: 5 }, 'id is that of another petition, 5'],
    ['the list', { count: 1, rows: [petition] }, 'id must be the number of a petition'],
  ])('%s is no reading', async (_, body, message) => {
    expect(await faultOf(cabinet, page(JSON.stringify(body)))).toContain(message);
  });
});

test('the page of another petition is no reading; zeros before its number mean nothing', async () => {
  const other = shown('49 999').replace('№22/990001-', '№22/990002-');
  expect(await faultOf(president, page(other))).toContain('is that of another petition, 990002');
  expect(await observationOf(president, page(shown('49 999').replace('№22/', '№22/0')))).toMatchObject({
    signatures: 49_999,
  });
});
