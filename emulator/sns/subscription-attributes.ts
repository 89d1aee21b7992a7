/** The attributes of a subscription that may be chosen: as they are given, and as they are shown. */
import * as z from 'zod/mini';
import { parseJson } from '../../src/validation.ts';
import { filterPolicySchema, type ParsedFilterPolicy } from './filter-policy.ts';
import { SnsError } from './sns-error.ts';

export interface SubscriptionAttributes {
  /** Without keys: everything passes. */
  readonly filterPolicy: ParsedFilterPolicy;
  readonly raw: boolean;
  /** Kept and shown; no queue is filled here. */
  readonly redrivePolicy: RedrivePolicy | undefined;
}

const redrivePolicySchema = z.strictObject({
  deadLetterTargetArn: z.string().check(z.regex(/^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[\w-]+$/)),
});
type RedrivePolicy = z.output<typeof redrivePolicySchema>;

export const defaultAttributes: SubscriptionAttributes = { filterPolicy: {}, raw: false, redrivePolicy: undefined };

/** @throws {SnsError} for an attribute, or a value of it, that the service or this endpoint does not take. */
export function withAttribute<Attributes extends SubscriptionAttributes>(
  before: Attributes,
  name: string,
  value: string,
): Attributes {
  if (name === 'FilterPolicy') return { ...before, filterPolicy: jsonOf(filterPolicySchema, name, value) };
  if (name === 'RedrivePolicy') return { ...before, redrivePolicy: jsonOf(redrivePolicySchema, name, value) };
  if (name === 'RawMessageDelivery') return { ...before, raw: value === 'true' };
  throw new SnsError('InvalidParameter', `Invalid parameter: AttributeName ${name} is not part of this endpoint`);
}

export const isFiltered = ({ filterPolicy }: SubscriptionAttributes): boolean => Object.keys(filterPolicy).length > 0;

export const attributesResponse = (chosen: SubscriptionAttributes): Record<string, string> => ({
  RawMessageDelivery: String(chosen.raw),
  ...(isFiltered(chosen) && {
    FilterPolicy: JSON.stringify(chosen.filterPolicy),
    FilterPolicyScope: 'MessageAttributes',
  }),
  ...(chosen.redrivePolicy && { RedrivePolicy: JSON.stringify(chosen.redrivePolicy) }),
});

function jsonOf<Schema extends z.ZodMiniType>(schema: Schema, name: string, json: string): z.output<Schema> {
  try {
    return parseJson(schema, json, name);
  } catch (error) {
    throw new SnsError(
      'InvalidParameter',
      `Invalid parameter: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
