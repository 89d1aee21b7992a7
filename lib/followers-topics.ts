/**
 * The topics of those who sign up by themselves. They are made when somebody does, so the template does not have them: grants
 * and functions name what their ARNs begin with.
 */
import { ArnFormat, Stack, Token, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { followersPrefix } from '../src/notifications/followers-topic.ts';

/** What the ARNs of all topics of followers of this stack begin with. */
export function followersTopics(scope: Construct): string {
  const stack = Stack.of(scope);
  const resource = followersPrefix(stack.stackName);
  return stack.formatArn({ service: 'sns', resource, arnFormat: ArnFormat.NO_RESOURCE_NAME });
}

/** `grantee` has the function and its role. */
export function grantOnFollowersTopics(
  grantee: Construct & { readonly function: Function },
  ...actions: readonly string[]
): void {
  const { partition, region, account, stackName } = Stack.of(grantee);
  const resources = [`${followersTopics(grantee)}*`];
  grantee.function.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources }));
  const [ofPartition, ofRegion, ofAccount] = [
    shown(partition, 'Partition'),
    shown(region, 'Region'),
    shown(account, 'AccountId'),
  ];
  Validations.of(grantee).acknowledge({
    id: `AwsSolutions-IAM5[Resource::arn:${ofPartition}:sns:${ofRegion}:${ofAccount}:${followersPrefix(stackName)}*]`,
    reason:
      'These topics are made when somebody signs up, and their names depend on the petition. No others of the stack begin so.',
  });
}

/** As the rules write what only CloudFormation knows. */
const shown = (value: string, name: string): string => (Token.isUnresolved(value) ? `<AWS::${name}>` : value);
