/** The attributes of a subscription that a request may set: parsed, and as a response shows them. */
import * as z from 'zod/mini';
import { parseJson } from '../../src/validation.ts';
import { filterPolicySchema, type ParsedFilterPolicy } from './filter-policy.ts';
import { invalidParameter } from './sns-error.ts';
import { errorMessage } from '../../src/text.ts';

export interface SubscriptionAttributes {
  /** Without keys, every message passes. */
  readonly filterPolicy: ParsedFilterPolicy;
  readonly raw: boolean;
  /** Stored and shown. The emulator fills no queue. */
  readonly redrivePolicy: RedrivePolicy | undefined;
}

const redrivePolicySchema = z.strictObject({
  deadLetterTargetArn: z.string().check(z.regex(/^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[\w-]+$/)),
});
type RedrivePolicy = z.output<typeof redrivePolicySchema>;

export const defaultAttributes: SubscriptionAttributes = { filterPolicy: {}, raw: false, redrivePolicy: undefined };

/** @throws {SnsError} for an attribute or a value that Amazon SNS or this endpoint does not accept. */
export function withAttribute<Attributes extends SubscriptionAttributes>(
  before: Attributes,
  name: string,
  value: string,
): Attributes {
  if (name === 'FilterPolicy') return { ...before, filterPolicy: parseAttribute(filterPolicySchema, name, value) };
  if (name === 'RedrivePolicy') return { ...before, redrivePolicy: parseAttribute(redrivePolicySchema, name, value) };
  // The one scope of this endpoint, which is the default.
  if (name === 'FilterPolicyScope' && value === 'MessageAttributes') return before;
  if (name === 'RawMessageDelivery') return { ...before, raw: value === 'true' };
  throw invalidParameter(`AttributeName ${name} is not part of this endpoint`);
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

function parseAttribute<Schema extends z.ZodMiniType>(schema: Schema, name: string, json: string): z.output<Schema> {
  try {
    return parseJson(schema, json, name);
  } catch (error) {
    throw invalidParameter(errorMessage(error));
  }
}
