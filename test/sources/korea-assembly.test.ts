import { sources } from '../../src/sources/registry.ts';
import { koreaAssembly as reader } from '../../src/sources/platforms/korea-assembly.ts';
import { json, serve } from '../loopback.ts';
import { at } from '../domain/story.ts';
import { id, petition } from './contract/korea-assembly.ts';
import { faultOf, lookingAt, pagesOf } from './reading.ts';

const assembly = sources['korea-assembly'];
async function observationOf(changes: object): Promise<unknown> {
  let seen: unknown;
  await lookingAt(assembly, json({ ...petition, ...changes }), async ({ look }) => {
    seen = (await look()).observation;
  });
  return seen;
}

test('one petition is read from its own address, by who begins like a browser and says who asks', async () => {
  await lookingAt(assembly, json(petition), async ({ look, platform }) => {
    expect((await look()).observation).toEqual({
      kind: 'reading',
      signatures: 41_234,
      title: '마을 잔디밭에 관한 청원',
      url: `${platform.url}/proceed/onGoingAll/${id}`,
      opened: at('2026-05-01T01:30:00Z'),
      deadline: at('2026-05-30T14:59:59.999Z'),
      needed: { committee: 50_000 },
      signing: { open: true },
      clockStarted: null,
    });
    expect(platform.requests.map(({ url, headers }) => [url, headers['user-agent']])).toEqual([
      [
        `/api/petits/${id}?petitId=${id}&sttusCode=`,
        'Mozilla/5.0 (compatible; petition-threshold-monitor/1 (no contact given))',
      ],
    ]);
  });
});

test('more than nine digits of a second are cut', async () => {
  const observation = await observationOf({ agreBeginDe: '2026-05-01 10:30:00.0123456789' });
  expect(observation).toMatchObject({ opened: at('2026-05-01T01:30:00.012345678Z') });
});

describe('a status', () => {
  // The codes of public programs that read the platform, 2026.
  test.each([
    ['PETIT_FORMATN', null],
    ['CMIT_FRWRD', true],
    ['BILL_PT_RCEPT', true],
    ['ALTBIL_RFLC', true],
  ])('%s is established, and says of the referral %j', async (sttusCode, clockStarted) => {
    const observation = await observationOf({ sttusCode });
    expect(observation).toMatchObject({ met: ['committee'], clockStarted });
    expect(observation).not.toHaveProperty('answer');
    expect(observation).not.toHaveProperty('signing');
  });

  test.each([
    [null, { open: false }],
    ['PROGRS_WTHDRAW', { open: false, reason: 'withdrawn' }],
    ['PETIT_UNACPT', { open: false, reason: 'not accepted' }],
    ['SOMETHING_NEW', { open: false }],
    ['APPRVL_END_DSUSE', { open: false, reason: 'dropped when a period ended' }],
    ['ETC_TRNSF', { open: false, reason: 'passed on to others' }],
  ])('PETIT_END with %j is closed', async (resultCode, signing) => {
    const observation = await observationOf({ sttusCode: 'PETIT_END', resultCode });
    expect(observation).toMatchObject({ signing });
    expect(observation).not.toHaveProperty('met');
  });

  test('PETIT_END with a result that is not known has the words of the platform', async () => {
    const found = { sttusCode: 'PETIT_END', resultCode: 'NEW', resultCodeNm: '본회의불부의' };
    expect(await observationOf(found)).toMatchObject({ signing: { open: false, reason: '본회의불부의' } });
  });

  test('PROCESS_END is referred, and answered on a day that is not said', async () => {
    expect(await observationOf({ sttusCode: 'PROCESS_END' })).toMatchObject({
      met: ['committee'],
      clockStarted: true,
      answer: {},
    });
  });

  test('what has become a bill is referred, whatever its status', async () => {
    expect(await observationOf({ sttusCode: 'NEW', billId: 'PRC_X2A6' })).toMatchObject({
      met: ['committee'],
      clockStarted: true,
    });
    for (const billId of ['', null, 7]) expect(await observationOf({ billId })).toMatchObject({ clockStarted: null });
  });

  test.each(['PLN_FRWRD', undefined, null])('%j says nothing, and the count is read', async (sttusCode) => {
    const observation = await observationOf({ sttusCode });
    expect(observation).toMatchObject({ signatures: 41_234 });
    expect(observation).not.toHaveProperty('signing');
    expect(observation).not.toHaveProperty('met');
  });
});

describe('a time', () => {
  test.each([
    ['a day alone, to its end', '2026-05-30', '2026-05-30T14:59:59.999Z'],
    ['with a T, at that second', '2026-05-30T18:00:00', '2026-05-30T09:00:00Z'],
    ['with parts of a second', '2026-05-30 23:59:59.0', '2026-05-30T14:59:59.999Z'],
  ])('%s is the end in Seoul', async (_, agreEndDe, expected) => {
    expect(await observationOf({ agreEndDe })).toMatchObject({ deadline: at(expected) });
  });

  test('a day alone begins with it', async () => {
    expect(await observationOf({ agreBeginDe: '2026-05-01' })).toMatchObject({ opened: at('2026-04-30T15:00:00Z') });
  });

  test.each([null, undefined, ''])('%j is none', async (none) => {
    const observation = await observationOf({ agreBeginDe: none, agreEndDe: none });
    expect(observation).not.toHaveProperty('opened');
    expect(observation).not.toHaveProperty('deadline');
  });
});

test('digits as text are a number; a number that it takes which is missing, or none, is left to the rules', async () => {
  expect(await observationOf({ agreCo: '41234', mtzNmpr: '50000' })).toMatchObject({
    signatures: 41_234,
    needed: { committee: 50_000 },
  });
  for (const mtzNmpr of [null, undefined, 0, '', 'many']) {
    expect(await observationOf({ mtzNmpr })).not.toHaveProperty('needed');
  }
});

test('404 is a petition that is not there; an empty answer is none', async () => {
  await lookingAt(assembly, json({}, 404), async ({ look }) => {
    expect((await look()).observation).toEqual({ kind: 'gone', final: false });
  });
  expect(await faultOf(assembly, json(null))).toMatch(/must be a petition: an object with petitId, petitSj and agreCo/);
  expect(await faultOf(assembly, (_, response) => response.end(''))).toMatch(/is not JSON/);
  expect(await faultOf(assembly, json({}, 400))).toMatch(/answered 400$/);
});

test('what did not change is as it was', async () => {
  await lookingAt(
    assembly,
    (_, response) => response.writeHead(304).end(),
    async ({ look }) => {
      await expect(look({ memory: { etag: '"a"' } })).rejects.toThrow(/never read/);
    },
  );
});

test.each([
  ['no count', { agreCo: undefined }, /agreCo must be a whole number.*\(it is missing\)/],
  ['a count of null', { agreCo: null }, /agreCo must be a whole number/],
  ['a count that is no number', { agreCo: '41,234' }, /agreCo must be a whole number.*\(it is "41,234"\)/],
  ['no title', { petitSj: undefined }, /petitSj must be a text \(it is missing\)/],
])('%s is refused, by its path', async (_, changes, message) => {
  expect(await faultOf(assembly, json({ ...petition, ...changes }))).toMatch(message);
});

test.each([
  ['stays empty behind its last page', []],
  ['repeats its last page', [{ ...petition, petitId: 'last' }]],
])('a list that %s is read to its end', async (_, behind) => {
  const all = Array.from({ length: 25 }, (_, index) => ({
    ...petition,
    petitId: index === 24 ? 'last' : String(index),
  }));
  const platform = await serve((request, response) => {
    const page = Number(new URL(request.url ?? '', 'http://x').searchParams.get('pageIndex'));
    const shown = all.slice((page - 1) * 10, page * 10);
    response.end(JSON.stringify(shown.length > 0 ? shown : behind));
  });
  const pages = await pagesOf(reader, platform.url);
  await platform.close();
  expect(pages.map((page) => page.length)).toEqual([10, 10, 5]);
  expect(pages.flat().at(-1)).toMatchObject({ id: 'last', observation: { kind: 'reading', signatures: 41_234 } });
  expect(platform.requests.map(({ url }) => url)).toEqual(
    [1, 2, 3, 4].map(
      (page) =>
        `/api/petits?sttusCode=AGRE_PROGRS,CMIT_FRWRD,PETIT_FORMATN&proceedAt=proceed&recordCountPerPage=100&pageIndex=${page}`,
    ),
  );
});

test('a list that is not there is a failure', async () => {
  const platform = await serve(json({}, 404));
  await expect(pagesOf(reader, platform.url)).rejects.toThrow(/there is no such list/);
  await platform.close();
});

test.each([
  [`https://petitions.assembly.go.kr/proceed/onGoingAll/${id}`, id],
  [`https://petitions.assembly.go.kr/closed/agreeEnded/${id}`, id],
  ['https://petitions.assembly.go.kr/closed/agreeEnded', undefined],
  [`https://example.org/proceed/onGoingAll/${id}`, undefined],
])('the page %s is of petition %s', (page, expected) => {
  expect(assembly.idOf(new URL(page))).toBe(expected);
});
