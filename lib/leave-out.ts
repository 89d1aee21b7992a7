/**
 * Leaves subscriptions out of the template, and nothing else. After a deploy without one that SNS has deleted, the next
 * deploy creates it again: CloudFormation itself never notices that it is gone.
 */
import type { Stack } from 'aws-cdk-lib';
import { CfnSubscription } from 'aws-cdk-lib/aws-sns';
import { BadInput } from '../src/validation.ts';

/** Each of `named` is an address, or the id of a subscription in the template. @throws {BadInput} for another. */
export function leaveOut(stack: Stack, named: readonly string[]): void {
  const subscriptions = stack.node.findAll().filter((one) => one instanceof CfnSubscription);
  for (const name of named) {
    const meant = subscriptions.filter((one) => one.endpoint === name || stack.getLogicalId(one) === name);
    if (meant.length === 0) {
      throw new BadInput('-c without', [{ path: '', message: `"${name}" is no address that petitions.json names` }]);
    }
    for (const { node } of meant) node.scope?.node.tryRemoveChild(node.id);
  }
}
