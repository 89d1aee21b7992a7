/** A platform for a deployed monitor, in the JSON of the UK Parliament: petitions with counts that the steps move. */
import { createServer } from 'node:http';
import { Temporal } from 'temporal-polyfill';
import { listen, type LoopbackServer } from '../../emulator/listen.ts';

export interface Platform extends LoopbackServer {
  /** From now on this petition has so many signatures. Of a line that it has crossed by then there is a stamp. */
  readonly shows: (id: string, signatures: number) => void;
  /** The signatures of those it has. */
  readonly counts: ReadonlyMap<string, number>;
}

export const responseLine = 10_000;

export async function startPlatform(port: number): Promise<Platform> {
  const counts = new Map<string, number>();
  const crossed = new Map<string, string>();
  const opened = Temporal.Now.instant().subtract({ hours: 24 * 30 });
  const closing = opened.add({ hours: 24 * 180 });

  function attributesOf(id: string, signatures: number): object {
    return {
      action: `A petition to try a deploy with, ${id}`,
      state: 'open',
      signature_count: signatures,
      opened_at: opened,
      closing_date: closing.toString().slice(0, 10),
      response_threshold_reached_at: crossed.get(id) ?? null,
      debate_threshold_reached_at: null,
      government_response_at: null,
    };
  }

  const server = createServer(({ url = '' }, response) => {
    const [, id = '', counted] = /^\/petitions\/(\d+)(\/count)?\.json$/.exec(url) ?? [];
    const signatures = counts.get(id);
    if (signatures === undefined) {
      response.writeHead(404).end();
      return;
    }
    const attributes = attributesOf(id, signatures);
    const answer = counted === undefined ? { data: { attributes } } : attributes;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  return {
    ...(await listen(server, port)),
    counts,
    shows: (id, signatures) => {
      counts.set(id, signatures);
      if (signatures >= responseLine && !crossed.has(id)) crossed.set(id, Temporal.Now.instant().toString());
    },
  };
}
