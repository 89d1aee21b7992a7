/** AWS's Parameter Store: loaded only where a config names a key, so that no other start pays for its client. */
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { clientOptions } from '../runtime/runtime.ts';
import type { ReadParameter } from './api-keys.ts';

/** It also serves the secrets of Secrets Manager, under `/aws/reference/secretsmanager/`. */
export function parameterStore(): ReadParameter {
  // At most two attempts: a poll has fifteen seconds, and ten of them are for the platform.
  const client = new SSMClient({ ...clientOptions, maxAttempts: 2 });
  return async (name) => {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
    return Parameter?.Value ?? '';
  };
}
