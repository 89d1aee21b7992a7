/**
 * The Parameter Store endpoint: `GetParameter`, the one operation that functions use, for the real SDK client. It holds the
 * parameters that it was started with.
 */
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { parseJson } from '../src/validation.ts';
import { listen, type LoopbackServer } from './listen.ts';

/** The value of each parameter, by name. */
export type ParameterValues = ReadonlyMap<string, string>;

const requestSchema = z.object({ Name: z.string(), WithDecryption: z._default(z.boolean(), false) });

export function startParameterStore(parameters: ParameterValues): Promise<LoopbackServer> {
  const server = createServer((request, response) => {
    const send = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    };
    const refuse = (code: string, message: string): void => send(400, { __type: code, message });
    const action = request.headers['x-amz-target'];
    if (action !== 'AmazonSSM.GetParameter') {
      refuse('InvalidAction', `${String(action)} is not served here; use AmazonSSM.GetParameter`);
      return;
    }
    text(request)
      .then((body) => {
        const { Name, WithDecryption } = parseJson(requestSchema, body, 'GetParameter');
        const value = parameters.get(Name);
        if (value === undefined) refuse('ParameterNotFound', `there is no parameter ${Name}`);
        // As the service does: without decryption the value is not readable.
        else
          send(200, {
            Parameter: { Name, Type: 'SecureString', Value: WithDecryption ? value : 'encrypted', Version: 1 },
          });
      })
      .catch((error: unknown) => refuse('ValidationException', error instanceof Error ? error.message : 'unreadable'));
  });
  return listen(server);
}
