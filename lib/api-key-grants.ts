/** Leave to read the keys of platforms: of each exactly the parameter that petitions.json names, in the stack's account and region. */
import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Config } from '../src/config/config.ts';
import { apiKeyParameters, secretNameOf } from '../src/config/api-key-reference.ts';

/**
 * A parameter under the key that AWS has for them (`aws/ssm`) needs no more; one under a KMS key of yours, that its policy
 * lets the role decrypt with it.
 */
export function grantReadingApiKeys(reader: Function, config: Pick<Config, 'watch'>): void {
  const stack = Stack.of(reader);
  const grant = (action: string, arn: string): void =>
    reader.addToRolePolicy(new PolicyStatement({ actions: [action], resources: [arn] }));
  for (const parameter of apiKeyParameters(config)) {
    const resourceName = parameter.slice(1);
    grant('ssm:GetParameter', stack.formatArn({ service: 'ssm', resource: 'parameter', resourceName }));
    const secret = secretNameOf(parameter);
    if (secret === undefined) continue;
    // The Parameter Store asks for a secret in the name of the role. AWS ends the ARN of each with six characters of its own.
    const named = { resource: 'secret', resourceName: `${secret}-??????`, arnFormat: ArnFormat.COLON_RESOURCE_NAME };
    grant('secretsmanager:GetSecretValue', stack.formatArn({ service: 'secretsmanager', ...named }));
  }
}
