/**
 * Grants to read platforms' API keys, and secrets of channels: exactly the parameters that petitions.json names, in the
 * stack's account and region.
 */
import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Config } from '../src/config/config.ts';
import { apiKeyParameters, secretNameOf } from '../src/config/api-key-reference.ts';

export const grantReadingApiKeys = (reader: Function, config: Pick<Config, 'watch'>): void =>
  grantReadingParameters(reader, apiKeyParameters(config));

/**
 * A parameter encrypted with AWS's own key (`aws/ssm`) needs nothing more. With a KMS key of yours, the key's policy
 * must also let the role decrypt.
 */
export function grantReadingParameters(reader: Function, parameters: readonly string[]): void {
  const stack = Stack.of(reader);
  const grant = (action: string, arn: string): void =>
    reader.addToRolePolicy(new PolicyStatement({ actions: [action], resources: [arn] }));
  for (const parameter of parameters) {
    const resourceName = parameter.slice(1);
    grant('ssm:GetParameter', stack.formatArn({ service: 'ssm', resource: 'parameter', resourceName }));
    const secret = secretNameOf(parameter);
    if (secret === undefined) continue;
    // Parameter Store reads the secret with the role's permissions. AWS adds six characters to the ARN of each secret.
    const named = { resource: 'secret', resourceName: `${secret}-??????`, arnFormat: ArnFormat.COLON_RESOURCE_NAME };
    grant('secretsmanager:GetSecretValue', stack.formatArn({ service: 'secretsmanager', ...named }));
  }
}
