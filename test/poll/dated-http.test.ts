/** The client of one poll: what it asks, and how old it says that the answers were. */
import type { AnswerTimes, HttpClient, HttpHeaders, Validators } from '../../src/sources/http.ts';
import { ClockCheck } from '../../src/polling/clock-check.ts';
import { DatedHttp, type RequestMode } from '../../src/polling/dated-http.ts';
import { at } from '../domain/story.ts';

const now = at('2026-12-01T12:00:00Z');

/** Answers one after the other with these times, and keeps what it was asked. */
function answering(...times: AnswerTimes[]): {
  http: HttpClient;
  asked: (Validators & { headers?: HttpHeaders | undefined })[];
} {
  const asked: (Validators & { headers?: HttpHeaders | undefined })[] = [];
  const next = (validators: Validators, headers: HttpHeaders | undefined) => {
    asked.push({ ...validators, ...(headers && { headers }) });
    return Promise.resolve({
      kind: 'body' as const,
      text: '',
      sha256: `hash ${asked.length}`,
      validators: undefined,
      ...times.shift(),
    });
  };
  return {
    asked,
    http: {
      userAgent: 'us',
      get: (_, headers) => next({}, headers),
      getIfChanged: (_, validators, headers) => next(validators, headers),
      post: (_, __, headers) => next({}, headers),
    },
  };
}

test('of several answers, the oldest counts, and the cache that keeps longest', async () => {
  const { http } = answering({ age: 30, maxAge: 60 }, { age: 600, maxAge: 3600 }, { age: 5 });
  const dated = new DatedHttp(http, { now: () => now, clock: new ClockCheck() });
  await dated.get('https://a.example/');
  await dated.getIfChanged('https://b.example/', {});
  await dated.post('https://c.example/', {});
  expect(dated.takeSpan()).toEqual({
    madeAt: at('2026-12-01T11:50:00Z'),
    refreshMinutes: 60,
    expires: at('2026-12-01T12:50:00Z'),
    sha256: ['hash 1', 'hash 2', 'hash 3'],
  });
});

test('each page of a list is for itself, and what made no request has no age', async () => {
  const { http } = answering({ age: 600 }, { age: 30 });
  const dated = new DatedHttp(http, { now: () => now, clock: new ClockCheck() });
  expect(dated.takeSpan()).toBeUndefined();
  await dated.get('https://a.example/');
  expect(dated.takeSpan()).toMatchObject({ madeAt: at('2026-12-01T11:50:00Z') });
  await dated.get('https://b.example/');
  expect(dated.takeSpan()).toMatchObject({ madeAt: at('2026-12-01T11:59:30Z') });
  expect(dated.takeSpan()).toBeUndefined();
});

const noCache = { 'cache-control': 'no-cache' };
test.each<[RequestMode, object[]]>([
  ['if-changed', [{ headers: { accept: 'a' } }, { etag: '"1"', headers: { accept: 'a' } }, {}]],
  ['whole', [{ headers: { accept: 'a' } }, { headers: { accept: 'a' } }, {}]],
  ['fresh', [{ headers: { accept: 'a', ...noCache } }, { headers: { accept: 'a', ...noCache } }, { headers: noCache }]],
])('%s: conditions and caches', async (mode, expected) => {
  const { http, asked } = answering();
  const dated = new DatedHttp(http, { now: () => now, clock: new ClockCheck() }, mode);
  await dated.get('https://a.example/', { accept: 'a' });
  await dated.getIfChanged('https://b.example/', { etag: '"1"' }, { accept: 'a' });
  await dated.post('https://c.example/', {});
  expect(asked).toEqual(expected);
});

test('"not modified" has no hash', async () => {
  const { http } = answering();
  const unchanged: HttpClient = { ...http, getIfChanged: () => Promise.resolve({ kind: 'unchanged' }) };
  const dated = new DatedHttp(unchanged, { now: () => now, clock: new ClockCheck() });
  await dated.getIfChanged('https://a.example/', {});
  expect(dated.takeSpan()).toMatchObject({ sha256: [] });
});
