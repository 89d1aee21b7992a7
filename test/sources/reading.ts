/** Lets a source look at a loopback platform. */
import type { RequestListener } from 'node:http';
import { newPetition, type Petition } from '../../src/domain/petition.ts';
import { createHttpClient } from '../../src/sources/http.ts';
import { readableOf } from '../../src/sources/fields.ts';
import type { ApiKey, ListedPetition, SourceState, Reader, ReadResult, Source } from '../../src/sources/source.ts';
import { serve, type Loopback } from '../loopback.ts';
import { at } from '../domain/story.ts';

export interface Looking {
  readonly look: (options?: {
    id?: string;
    known?: Petition;
    memory?: SourceState;
    now?: string;
  }) => Promise<ReadResult>;
  readonly platform: Loopback;
}

/** Every look uses a client of its own; the platform is closed by `done`. */
export async function lookingAt(
  source: Source,
  answer: RequestListener,
  use: (looking: Looking) => Promise<void>,
  { timeoutMs = 60_000, key }: { readonly timeoutMs?: number; readonly key?: ApiKey | undefined } = {},
): Promise<void> {
  const platform = await serve(answer);
  const reader = await source.reader();
  const http = createHttpClient({ allowPrivate: true, timeoutMs });
  try {
    await use({
      platform,
      look: ({
        id = source.id.example,
        known = newPetition(`test/${id}`),
        memory,
        now = '2016-01-05T17:00:00Z',
      } = {}) => reader.read({ id, baseUrl: platform.url, known, state: memory, now: at(now), http, key }),
    });
  } finally {
    http.close();
    await platform.close();
  }
}

/** A key that is at hand. */
export const keyOf = (text: string): ApiKey => ({ read: () => Promise.resolve(text), forget: () => undefined });

/** The message with which a look at what the platform answers fails. */
export async function faultOf(source: Source, answer: RequestListener): Promise<string> {
  let message = 'no fault';
  await lookingAt(source, answer, async ({ look }) => {
    message = await look().then(
      () => 'no fault',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  });
  return message;
}

/** The pages of a platform's own list. */
export async function pagesOf(
  reader: Reader,
  baseUrl: string,
  key?: ApiKey,
  now = '2026-01-05T17:00:00Z',
): Promise<(readonly ListedPetition[])[]> {
  const http = createHttpClient({ allowPrivate: true, timeoutMs: 60_000 });
  const pages: (readonly ListedPetition[])[] = [];
  try {
    for await (const page of reader.list?.({ baseUrl, now: at(now), http, key }) ?? []) pages.push(readableOf(page));
  } finally {
    http.close();
  }
  return pages;
}
