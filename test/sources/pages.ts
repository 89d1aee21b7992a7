/** Pages and answers for readers that follow a recipe. */
import type { RequestListener } from 'node:http';
import { sources } from '../../src/sources/registry.ts';
import type { Reader, ReadResult, Source } from '../../src/sources/source.ts';
import { lookingAt } from './reading.ts';

/** Answers every request with one page. */
export const page =
  (text: string, headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(text);
  };

export const sourceOf = (reader: Reader): Source => ({
  ...sources['us-we-the-people'],
  reader: () => Promise.resolve(reader),
});

/** What one look at the answer sees. */
export async function observationOf(
  source: Source,
  answer: RequestListener,
  now?: string,
): Promise<ReadResult['observation']> {
  const seen: ReadResult['observation'][] = [];
  await lookingAt(source, answer, async ({ look }) => {
    seen.push((await look(now === undefined ? {} : { now })).observation);
  });
  const [observation] = seen;
  if (observation === undefined) throw new Error('it was not looked at');
  return observation;
}
