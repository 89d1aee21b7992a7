/** Who may do what: the roles of a template, and the table of them in docs/security.md. */
import type { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod/mini';
import { all, policyDocument, type Statement } from './resources.ts';

export interface Role {
  /** Its logical id. */
  readonly id: string;
  /** The service that assumes it. */
  readonly assumedBy: string;
  /** Each as `service:Action on Resource`, sorted; all are allowed. */
  readonly may: readonly string[];
}

const reference = z.object({ Ref: z.string() });
const roleSchema = z.object({
  AssumeRolePolicyDocument: z.object({
    Statement: z.array(z.object({ Principal: z.object({ Service: z.string() }) })),
  }),
  Policies: z._default(z.array(z.object({ PolicyDocument: policyDocument })), []),
  ManagedPolicyArns: z._default(z.array(z.unknown()), []),
});
const policySchema = z.object({ Roles: z.array(reference), PolicyDocument: policyDocument });

/** Every role of the template. @throws when one is not exact: a managed policy, or a statement that is no plain Allow. */
export function rolesOf(template: Template): Role[] {
  const attached = all(template, 'AWS::IAM::Policy', policySchema);
  return all(template, 'AWS::IAM::Role', roleSchema).map(({ id, properties }) => {
    if (properties.ManagedPolicyArns.length > 0) throw new Error(`${id} has a managed policy`);
    const own = properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    const others = attached
      .filter(({ properties: { Roles } }) => Roles.some(({ Ref }) => Ref === id))
      .flatMap(({ properties: { PolicyDocument } }) => PolicyDocument.Statement);
    const services = properties.AssumeRolePolicyDocument.Statement.map(({ Principal }) => Principal.Service);
    return { id, assumedBy: services.join(', '), may: [...own, ...others].flatMap(phrases).sort() };
  });
}

function phrases({ Effect, Action, Resource, Condition }: Statement): string[] {
  if (Effect !== 'Allow') throw new Error(`no plain Allow: ${Effect}`);
  const only = Condition === undefined ? '' : conditionText(Condition);
  return Resource.flatMap((resource) => Action.map((action) => `${action} on ${nameOf(resource)}${only}`));
}

/** The conditions that there are: which items of the table, to which service a role is passed, and who may be subscribed. */
const [keysAre, leading] = ['ForAllValues:StringEquals', 'dynamodb:LeadingKeys'] as const;
const leadingKeys = z.strictObject({ [keysAre]: z.strictObject({ [leading]: z.array(z.string()) }) });
const passing = z.strictObject({ StringEquals: z.strictObject({ 'iam:PassedToService': z.string() }) });

const subscribing = z.strictObject({ StringEquals: z.strictObject({ 'sns:Protocol': z.string() }) });

function conditionText(condition: unknown): string {
  const subscribed = z.safeParse(subscribing, condition);
  if (subscribed.success) return `, ${subscribed.data.StringEquals['sns:Protocol']} only`;
  const passed = z.safeParse(passing, condition);
  if (passed.success) return `, to ${passed.data.StringEquals['iam:PassedToService']}`;
  return `, pk ${z.parse(leadingKeys, condition)[keysAre][leading].join(' or ')}`;
}

const attribute = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) });
const joined = z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(z.unknown())]) });

/** The logical id of what an ARN is of, and what follows it, without the hash that CDK adds. */
function nameOf(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const [ref, arn, parts] = [
    z.safeParse(reference, resource),
    z.safeParse(attribute, resource),
    z.safeParse(joined, resource),
  ];
  if (ref.success) return plain(ref.data.Ref);
  if (arn.success) return plain(arn.data['Fn::GetAtt'][0]);
  if (parts.success) return parts.data['Fn::Join'][1].map(nameOf).join('');
  throw new Error(`no resource of ours: ${JSON.stringify(resource)}`);
}

const plain = (id: string): string => id.replace(/^Monitor/, '').replace(/[0-9A-F]{8}$/, '');

/** As a table for readers. */
export function tableOf(roles: readonly Role[]): string {
  const rows = roles.flatMap(({ id, assumedBy, may }) => {
    const byResource = new Map<string, string[]>();
    for (const [, action = '', resource = ''] of may.map((one) => / ?(.*) on (.*)/.exec(one) ?? [])) {
      byResource.set(resource, [...(byResource.get(resource) ?? []), `\`${action}\``]);
    }
    return [...byResource].map(([resource, actions]) => [
      `\`${plain(id)}\``,
      assumedBy,
      actions.join(', '),
      `\`${resource}\``,
    ]);
  });
  const all = [['role', 'assumed by', 'may', 'on'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = all;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)].join('\n');
}
