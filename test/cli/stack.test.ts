/** A stack by its name, through the real SDK client. */
import { stackBuckets, stackOutputs, stackSubscriptions } from '../../cli/stack-outputs.ts';
import { BadInput } from '../../src/validation.ts';
import { setEnvironment } from '../../local/process-environment.ts';
import type { Loopback } from '../loopback.ts';
import { startCloudFormation } from './cloudformation.ts';

const outputs = {
  AlertTopicArn: 'arn:aws:sns:us-east-1:000000000000:petition-alerts',
  OperatorTopicArn: 'arn:aws:sns:us-east-1:000000000000:petition-operators',
  TableName: 'petitions',
  PollFunctionName: 'poll',
};
let cloudFormation: Loopback;
let restore: () => void;

beforeAll(async () => {
  cloudFormation = await startCloudFormation({
    Petitions: {
      outputs: { ...outputs, Other: 'x' },
      resources: [
        { type: 'AWS::SNS::Subscription', id: `${outputs.AlertTopicArn}:1` },
        { type: 'AWS::SNS::Topic', id: outputs.AlertTopicArn },
        { type: 'AWS::S3::Bucket', id: 'the-pages' },
        { type: 'AWS::SNS::Subscription', id: `${outputs.OperatorTopicArn}:2` },
      ],
    },
    Website: { outputs: { BucketName: 'pages' } },
    Starting: { outputs: {}, status: 'CREATE_IN_PROGRESS' },
  });
  restore = setEnvironment({
    AWS_ENDPOINT_URL_CLOUDFORMATION: cloudFormation.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
});
afterAll(async () => {
  restore();
  await cloudFormation.close();
});

test('a stack of this monitor is known by its outputs', async () => {
  expect(await stackOutputs('Petitions')).toEqual(outputs);
});

test.each([
  [
    'Nowhere',
    '--stack: Stack with id Nowhere does not exist in us-east-1; `cdk deploy` names it "PetitionThresholdMonitor"',
  ],
  [
    'Website',
    '--stack: "Website" is not a stack of this monitor, or not completely deployed (UPDATE_COMPLETE): ' +
      'it has no AlertTopicArn, OperatorTopicArn, TableName, PollFunctionName',
  ],
  ['Starting', expect.stringContaining('not completely deployed (CREATE_IN_PROGRESS)')],
])('the stack %s is none, and the error says why', async (name, message) => {
  const error: unknown = await stackOutputs(name).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(BadInput);
  expect(error).toHaveProperty('message', message);
});

test('the subscriptions that a stack owns are known by their ARNs', async () => {
  const found = await stackSubscriptions('Petitions');
  expect(found).toEqual([
    { logicalId: 'Resource0', physicalId: `${outputs.AlertTopicArn}:1` },
    { logicalId: 'Resource3', physicalId: `${outputs.OperatorTopicArn}:2` },
  ]);
  expect(await stackSubscriptions('Website')).toEqual([]);
});

test('the buckets that a stack owns are known by their names', async () => {
  expect(await stackBuckets('Petitions')).toEqual(['the-pages']);
  expect(await stackBuckets('Website')).toEqual([]);
  await expect(stackBuckets('Nowhere')).rejects.toBeInstanceOf(BadInput);
});

test('without a region the error says what to set', async () => {
  const unset = setEnvironment({ AWS_CONFIG_FILE: '/nowhere', AWS_SHARED_CREDENTIALS_FILE: '/nowhere' });
  delete process.env.AWS_REGION;
  await expect(stackOutputs('Petitions')).rejects.toThrow(
    /^AWS cannot be reached \(Region is missing\): set AWS_REGION/,
  );
  process.env.AWS_REGION = 'us-east-1';
  unset();
});
