/** The deployed stack of a command: found by its name, with the usual AWS credentials and region. */
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import * as z from 'zod/mini';
import { BadInput, parseJson } from '../src/validation.ts';
import { defaultStack } from './options.ts';

// The SDK warns that its versions of 2027 will need a newer Node. The version here is locked, so nobody has to act on
// it.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const outputsSchema = z.object({
  AlertTopicArn: z.string(),
  // Absent in a stack of an earlier version.
  MachineTopicArn: z.optional(z.string()),
  OperatorTopicArn: z.string(),
  TableName: z.string(),
  PollFunctionName: z.string(),
  // The dead-letter queues, if petitions.json names a webhook, queue or function.
  AlertUndeliveredArn: z.optional(z.string()),
  OperatorUndeliveredArn: z.optional(z.string()),
  // The topics of the digest lists, if there are any: a JSON object by name.
  DigestTopicArns: z.optional(z.string()),
  // What the ARNs of the topics of followers begin with, if visitors of the site can sign up.
  FollowersTopicPrefix: z.optional(z.string()),
  // The channels, if petitions.json names any: a JSON list.
  Channels: z.optional(z.string()),
});
/** The outputs of lib/petition-monitor-stack.ts. */
export type StackOutputs = z.output<typeof outputsSchema>;

/** @throws {BadInput} when there is no such stack, or it is not one of this monitor. */
export async function stackOutputs(stackName: string): Promise<StackOutputs> {
  const { DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  const { Stacks: [stack] = [] } = await askCloudFormation((client) =>
    client.send(new DescribeStacksCommand({ StackName: stackName })),
  );
  const result = z.safeParse(
    outputsSchema,
    Object.fromEntries((stack?.Outputs ?? []).map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue])),
  );
  if (result.success) return result.data;
  const missing = result.error.issues.map(({ path }) => path.join('.')).join(', ');
  const state = stack?.StackStatus ?? 'state unknown';
  throw badStack(
    `"${stackName}" is not a stack of this monitor, or not completely deployed (${state}): it has no ${missing}`,
  );
}

export interface StackResource {
  /** Its id in the template. */
  readonly logicalId: string;
  /** As its service names it. */
  readonly physicalId: string;
}

/** The subscriptions of a stack, by their ARNs: those in its petitions.json. @throws {BadInput} when there is no such stack. */
export const stackSubscriptions = (stackName: string): Promise<StackResource[]> =>
  resourcesIn(stackName, 'AWS::SNS::Subscription');

/** The buckets of a stack: that of its status site, if it has one. @throws {BadInput} when there is no such stack. */
export const stackBuckets = async (stackName: string): Promise<string[]> =>
  (await resourcesIn(stackName, 'AWS::S3::Bucket')).map(({ physicalId }) => physicalId);

async function resourcesIn(stackName: string, type: string): Promise<StackResource[]> {
  const { paginateListStackResources } = await import('@aws-sdk/client-cloudformation');
  return askCloudFormation(async (client) => {
    const found: StackResource[] = [];
    for await (const page of paginateListStackResources({ client }, { StackName: stackName })) {
      for (const { ResourceType, LogicalResourceId, PhysicalResourceId } of page.StackResourceSummaries ?? []) {
        if (ResourceType === type && LogicalResourceId && PhysicalResourceId)
          found.push({ logicalId: LogicalResourceId, physicalId: PhysicalResourceId });
      }
    }
    return found;
  });
}

const subscriptionInTemplate = z.object({
  Properties: z.object({
    Protocol: z.string(),
    // An object where only CloudFormation knows it.
    Endpoint: z.catch(z.optional(z.string()), undefined),
    FilterPolicy: z.catch(z.optional(z.record(z.string(), z.unknown())), undefined),
  }),
});
const templateSchema = z.object({ Resources: z.record(z.string(), z.unknown()) });

export interface TemplateSubscription {
  readonly protocol: string;
  /** Undefined where only CloudFormation knows it. */
  readonly endpoint: string | undefined;
  readonly filterPolicy: Readonly<Record<string, unknown>>;
}

/** A subscription as the deployed template has it, also when SNS no longer does. By its id in the template. */
export async function templateSubscriptions(stackName: string): Promise<Map<string, TemplateSubscription>> {
  const { GetTemplateCommand } = await import('@aws-sdk/client-cloudformation');
  const { TemplateBody = '' } = await askCloudFormation((client) =>
    client.send(new GetTemplateCommand({ StackName: stackName })),
  );
  const { Resources } = parseJson(templateSchema, TemplateBody, `template of ${stackName}`);
  return new Map(
    Object.entries(Resources).flatMap(([logicalId, resource]): [string, TemplateSubscription][] => {
      const { data } = z.safeParse(subscriptionInTemplate, resource);
      if (data === undefined) return [];
      const { Protocol: protocol, Endpoint: endpoint, FilterPolicy: filterPolicy = {} } = data.Properties;
      return [[logicalId, { protocol, endpoint, filterPolicy }]];
    }),
  );
}

/** Asks CloudFormation. The error says what to do when there is no such stack, or when the request is not possible. */
async function askCloudFormation<Answer>(ask: (client: CloudFormationClient) => Promise<Answer>): Promise<Answer> {
  const { CloudFormationClient } = await import('@aws-sdk/client-cloudformation');
  const client = new CloudFormationClient({});
  try {
    return await ask(client);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name === 'ValidationError') {
      throw badStack(`${error.message} in ${await client.config.region()}; \`cdk deploy\` names it "${defaultStack}"`);
    }
    if (error.name === 'CredentialsProviderError' || error.message === 'Region is missing') {
      const message = `AWS cannot be reached (${error.message}): set AWS_REGION and AWS_PROFILE, or log in as for the AWS CLI. Commands on stored data also read a folder: --data FOLDER`;
      throw new Error(message, { cause: error });
    }
    throw error;
  } finally {
    client.destroy();
  }
}

const badStack = (message: string): BadInput => new BadInput('--stack', [{ path: '', message }]);
