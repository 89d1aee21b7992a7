import type { RequestListener } from 'node:http';
import { newPetition } from '../../src/domain/petition.ts';
import { actionNetwork as reader } from '../../src/sources/platforms/action-network.ts';
import { createHttpClient } from '../../src/sources/http.ts';
import { sources } from '../../src/sources/registry.ts';
import { readableOf } from '../../src/sources/fields.ts';
import type { ApiKey, ListedPetition, ReadResult } from '../../src/sources/source.ts';
import { json, serve, type Loopback } from '../loopback.ts';
import { at, Story } from '../domain/story.ts';
import { id, listPage as pageOf, petition } from './contract/action-network.ts';

const { id: ids } = sources['action-network'];
const secret = 'not-to-be-shown-0123456789';

interface Here {
  readonly platform: Loopback;
  readonly look: (options?: {
    known?: ReadResult['observation'];
    memory?: unknown;
    key?: ApiKey | undefined;
  }) => Promise<ReadResult>;
  readonly pages: () => Promise<(readonly ListedPetition[])[]>;
  /** How often the key was read, and how often it was to be read anew. */
  readonly counted: { read: number; forgotten: number };
}

async function here(answer: RequestListener, use: (here: Here) => Promise<void>): Promise<void> {
  const platform = await serve(answer);
  const http = createHttpClient({ allowPrivate: true, timeoutMs: 60_000 });
  const counted = { read: 0, forgotten: 0 };
  const key: ApiKey = {
    read: () => {
      counted.read += 1;
      return Promise.resolve(secret);
    },
    forget: () => void (counted.forgotten += 1),
  };
  try {
    await use({
      platform,
      counted,
      look: (options = {}) =>
        reader.read({
          id,
          baseUrl: platform.url,
          known:
            options.known?.kind === 'reading'
              ? new Story().sees('2026-05-05T17:00:00Z', options.known.signatures).petition
              : newPetition(`action-network/${id}`),
          state: options.memory,
          now: at('2026-05-05T17:00:00Z'),
          http,
          key: 'key' in options ? options.key : key,
        }),
      pages: async () => {
        const pages: (readonly ListedPetition[])[] = [];
        for await (const page of reader.list?.({ baseUrl: platform.url, now: at('2026-01-05T17:00:00Z'), http, key }) ??
          [])
          pages.push(readableOf(page));
        return pages;
      },
    });
  } finally {
    http.close();
    await platform.close();
  }
}

/** The message with which a look at what the platform answers fails; the key is never in it. */
async function faultOf(answer: RequestListener): Promise<string> {
  let message = 'no fault';
  await here(answer, async ({ look }) => {
    message = await look().then(
      () => 'no fault',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  });
  expect(message).not.toContain(secret);
  return message;
}

test('one petition is read from its own address, with the key in a header and nowhere else', async () => {
  await here(json(petition), async ({ look, platform, counted }) => {
    const seen = await look();
    expect(seen.observation).toEqual({
      kind: 'reading',
      signatures: 345,
      title: 'Save the village green',
      url: 'https://actionnetwork.org/petitions/save-the-village-green',
      opened: at('2026-03-20T21:04:31Z'),
    });
    expect(platform.requests.map(({ url, headers }) => [url, headers['osdi-api-token']])).toEqual([
      [`/api/v2/petitions/${id}`, secret],
    ]);
    expect(JSON.stringify(seen)).not.toContain(secret);
    expect(counted).toEqual({ read: 1, forgotten: 0 });
  });
});

test('a title that is missing is the name; what is null or absent is left out, and what is not known is no matter', async () => {
  await here(json({ ...petition, title: null, browser_url: null, created_date: null }), async ({ look }) => {
    expect((await look()).observation).toEqual({ kind: 'reading', signatures: 345, title: 'Green, internal' });
  });
  await here(json({ total_signatures: 0, 'action_network:hidden': false }), async ({ look }) => {
    expect((await look()).observation).toEqual({ kind: 'reading', signatures: 0 });
  });
});

test('404 is a petition that is not there', async () => {
  await here(json({ error: 'not found' }, 404), async ({ look }) => {
    expect((await look()).observation).toEqual({ kind: 'gone', final: false });
  });
});

test('what did not change is asked for with a condition, and is as it was', async () => {
  const answer: RequestListener = (request, response) =>
    request.headers['if-none-match'] === '"a"'
      ? response.writeHead(304).end()
      : response.writeHead(200, { etag: '"a"' }).end(JSON.stringify(petition));
  await here(answer, async ({ look }) => {
    const { state, observation } = await look();
    expect(await look({ known: observation, memory: state })).toEqual({
      observation: { kind: 'reading', signatures: 345 },
    });
  });
});

test.each([401, 403, 429, 500])('%d is no reading, and the key is read anew next time', async (status) => {
  await here(json({ error: secret }, status), async ({ look, counted }) => {
    await expect(look()).rejects.toThrow(new RegExp(`answered ${status}$`));
    expect(counted).toEqual({ read: 1, forgotten: 1 });
  });
});

test('without a key nothing is asked', async () => {
  await here(json(petition), async ({ look, platform }) => {
    await expect(look({ key: undefined })).rejects.toThrow('asks for a key, and the config names none');
    expect(platform.requests).toEqual([]);
  });
});

test.each([
  ['a count as text', { total_signatures: '345' }, /total_signatures must be a whole number.*\(it is "345"\)/],
  ['no count', { total_signatures: undefined }, /total_signatures must be a whole number.*\(it is missing\)/],
])('%s is refused, by its path', async (_, changes, message) => {
  expect(await faultOf(json({ ...petition, ...changes }))).toMatch(message);
});

test('HTML is no petition, nor is a list', async () => {
  expect(await faultOf((_, response) => response.end('<!doctype html>'))).toMatch(/is not JSON/);
  expect(await faultOf(json([]))).toMatch(/must be a petition: an object with total_signatures/);
});

test('a redirect to another host is not followed, and so the key does not go there', async () => {
  const elsewhere = await serve(json(petition));
  const redirect: RequestListener = (_, response) => response.writeHead(302, { location: elsewhere.url }).end();
  expect(await faultOf(redirect)).toMatch(/redirects to another host/);
  expect(elsewhere.requests).toEqual([]);
  await elsewhere.close();
});

test('the list of the group is read by its links; what other systems have put there has no id here', async () => {
  const other = { ...petition, identifiers: ['foreign_system:2'] };
  const answer: RequestListener = (request, response) => {
    const { url = '', headers } = request;
    const next = `http://${headers.host ?? ''}/api/v2/petitions?page=2`;
    response.end(JSON.stringify(url.endsWith('page=2') ? pageOf([petition]) : pageOf([petition, other], next)));
  };
  await here(answer, async ({ pages, platform }) => {
    expect(await pages()).toMatchObject([
      [{ id, observation: { kind: 'reading', signatures: 345 } }],
      [{ id, observation: { kind: 'reading', signatures: 345 } }],
    ]);
    expect(platform.requests.map(({ url, headers }) => [url, headers['osdi-api-token']])).toEqual([
      ['/api/v2/petitions', secret],
      ['/api/v2/petitions?page=2', secret],
    ]);
  });
});

test.each(['https://elsewhere.example/api/v2/petitions?page=2', 'http://['])(
  'a next page at %s is not asked for',
  async (next) => {
    await here(json(pageOf([petition], next)), async ({ pages, platform }) => {
      await expect(pages()).rejects.toThrow(/the next page is at another host/);
      expect(platform.requests).toHaveLength(1);
    });
  },
);

test('a list that is not there is a failure', async () => {
  await here(json({}, 404), async ({ pages }) => {
    await expect(pages()).rejects.toThrow(/there is no such list/);
  });
});

test('its example is an id', () => {
  expect(ids.pattern.test(ids.example)).toBe(true);
});
