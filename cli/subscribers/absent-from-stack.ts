/** Who of petitions.json gets nothing from a deployed stack, whatever it is: alerts, messages to operators, a digest. */
import pMap from 'p-map';
import { withTopics } from '../open-topic.ts';
import { absentFrom, subscriptionsOn, type AbsentSubscription } from './topic-subscriptions.ts';

export interface AbsentRecipient extends Pick<AbsentSubscription, 'protocol' | 'endpoint' | 'state' | 'logicalId'> {
  /** `alerts`, `machines`, `operators`, or `digest/` and the name of the list. */
  readonly of: string;
}

export interface AbsentFromStack {
  readonly recipients: readonly AbsentRecipient[];
  /** Whether petitions.json names operators, and none of them is subscribed. */
  readonly isWithoutOperators: boolean;
}

/** @throws when CloudFormation or SNS cannot be asked. */
export const absentFromStack = (stack: string): Promise<AbsentFromStack> =>
  withTopics(stack, async ({ alerts, machines, operators, digests }) => {
    const topics = [
      { of: 'alerts', topic: alerts },
      ...(machines === undefined ? [] : [{ of: 'machines', topic: machines }]),
      { of: 'operators', topic: operators },
      ...Object.entries(digests).map(([name, topic]) => ({ of: `digest/${name}`, topic })),
    ].filter(({ topic }) => subscriptionsOn(topic).length > 0);
    const found = await pMap(topics, async ({ of, topic }) => (await absentFrom(topic)).map((one) => ({ ...one, of })));
    const recipients = found.flat();
    const { length } = recipients.filter(({ of }) => of === 'operators');
    return { recipients, isWithoutOperators: length > 0 && length === subscriptionsOn(operators).length };
  });
