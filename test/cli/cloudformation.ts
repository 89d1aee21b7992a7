/** CloudFormation, as much of it as the commands ask: stacks with outputs, and the resources that are theirs. */
import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import XMLBuilder from 'fast-xml-builder';
import { serve, type Loopback } from '../loopback.ts';

export interface StackThere {
  readonly outputs: Readonly<Record<string, string>>;
  readonly status?: string;
  readonly resources?: readonly Resource[];
}

export interface Resource {
  readonly type: string;
  readonly id: string;
  /** As the template has it. */
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** The id of a resource in the template. */
const logicalId = (index: number): string => `Resource${index}`;

/** Fewer than the service's, so that whoever asks has to turn pages. */
const pageLength = 2;

const xml = new XMLBuilder();

/** Answers in the XML of the service's query API, and refuses what is not there in its words. */
export function startCloudFormation(stacks: Readonly<Record<string, StackThere>>): Promise<Loopback> {
  return serve((request, response) => {
    void text(request).then((body) => {
      const parameters = new URLSearchParams(body);
      const name = parameters.get('StackName') ?? '';
      const stack = stacks[name];
      const metadata = { RequestId: randomUUID() };
      if (stack === undefined) {
        const Error = { Type: 'Sender', Code: 'ValidationError', Message: `Stack with id ${name} does not exist` };
        response.writeHead(400).end(xml.build({ ErrorResponse: { Error, ...metadata } }));
        return;
      }
      if (parameters.get('Action') === 'ListStackResources') {
        const { resources = [] } = stack;
        const from = Number(parameters.get('NextToken') ?? 0);
        const to = from + pageLength;
        const member = resources.slice(from, to).map(({ type, id }, index) => ({
          ResourceType: type,
          LogicalResourceId: logicalId(from + index),
          PhysicalResourceId: id,
        }));
        const NextToken = to < resources.length ? { NextToken: String(to) } : {};
        const ListStackResourcesResult = { StackResourceSummaries: { member }, ...NextToken };
        response.end(
          xml.build({ ListStackResourcesResponse: { ListStackResourcesResult, ResponseMetadata: metadata } }),
        );
        return;
      }
      if (parameters.get('Action') === 'GetTemplate') {
        const Resources = Object.fromEntries(
          (stack.resources ?? []).map(({ type, properties: Properties = {} }, index) => [
            logicalId(index),
            { Type: type, Properties },
          ]),
        );
        const GetTemplateResult = { TemplateBody: JSON.stringify({ Resources }) };
        response.end(xml.build({ GetTemplateResponse: { GetTemplateResult, ResponseMetadata: metadata } }));
        return;
      }
      const Outputs = Object.entries(stack.outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue }));
      const member = { StackName: name, StackStatus: stack.status ?? 'UPDATE_COMPLETE', Outputs: { member: Outputs } };
      const DescribeStacksResult = { Stacks: { member } };
      response.end(xml.build({ DescribeStacksResponse: { DescribeStacksResult, ResponseMetadata: metadata } }));
    });
  });
}
