/**
 * The Parameter Store endpoint: `GetParameter`, the one operation that functions use, for the real SDK client. It holds
 * the parameters that it was started with.
 */
import * as z from 'zod/mini';
import { parseJson } from '../src/validation.ts';
import { JsonServiceError, startJsonService } from './json-service.ts';
import type { LoopbackServer } from './listen.ts';

/** The value of each parameter, by name. */
export type ParameterValues = ReadonlyMap<string, string>;

const requestSchema = z.object({ Name: z.string(), WithDecryption: z._default(z.boolean(), false) });

export const startParameterStore = (parameters: ParameterValues): Promise<LoopbackServer> =>
  startJsonService('AmazonSSM.GetParameter', (body) => {
    const { Name, WithDecryption } = parseJson(requestSchema, body, 'GetParameter');
    const value = parameters.get(Name);
    if (value === undefined) throw new JsonServiceError('ParameterNotFound', `there is no parameter ${Name}`);
    // As the service does: without decryption the value is not readable.
    return { Parameter: { Name, Type: 'SecureString', Value: WithDecryption ? value : 'encrypted', Version: 1 } };
  });
