/**
 * The Parameter Store on this machine: the one request that functions make of it, `GetParameter`, for the real SDK client.
 * It holds what whoever starts it has given it, and nothing is written.
 */
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { parseJson } from '../src/validation.ts';
import { listen, type LoopbackServer } from './listen.ts';

/** The text of each parameter, by its name. */
export type ParameterValues = ReadonlyMap<string, string>;

const asked = z.object({ Name: z.string(), WithDecryption: z._default(z.boolean(), false) });

export function startParameterStore(parameters: ParameterValues): Promise<LoopbackServer> {
  const server = createServer((request, response) => {
    const say = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    };
    const refuse = (code: string, message: string): void => say(400, { __type: code, message });
    const action = request.headers['x-amz-target'];
    if (action !== 'AmazonSSM.GetParameter') {
      refuse('InvalidAction', `${String(action)} is not served here; there is AmazonSSM.GetParameter`);
      return;
    }
    text(request)
      .then((body) => {
        const { Name, WithDecryption } = parseJson(asked, body, 'GetParameter');
        const value = parameters.get(Name);
        if (value === undefined) refuse('ParameterNotFound', `${Name} is none of those that were given at the start`);
        // As the service does: who does not ask for it gets what nobody can read.
        else
          say(200, {
            Parameter: { Name, Type: 'SecureString', Value: WithDecryption ? value : 'encrypted', Version: 1 },
          });
      })
      .catch((error: unknown) => refuse('ValidationException', error instanceof Error ? error.message : 'unreadable'));
  });
  return listen(server);
}
