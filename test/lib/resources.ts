/** What is in a template, for tests that hold of every resource of a type. */
import type { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod/mini';

export interface Resource<Properties> {
  readonly id: string;
  readonly properties: Properties;
}

const resourceSchema = z.object({ Properties: z._default(z.record(z.string(), z.unknown()), {}) });

/** Every resource of a type, as the schema reads its properties; there is at least one. */
export function all<Schema extends z.ZodMiniType>(
  template: Template,
  type: string,
  schema: Schema,
): Resource<z.output<Schema>>[] {
  const found = Object.entries(template.findResources(type));
  expect(found.length).toBeGreaterThan(0);
  return found.map(([id, one]) => ({ id, properties: z.parse(schema, z.parse(resourceSchema, one).Properties) }));
}

const oneOrMore = <Item extends z.ZodMiniType>(item: Item) =>
  z.pipe(
    z.union([item, z.array(item)]),
    z.transform((value) => [value].flat()),
  );

export const statementSchema = z.object({
  Sid: z.optional(z.string()),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.optional(z.unknown()),
  Action: oneOrMore(z.string()),
  Resource: oneOrMore(z.unknown()),
  Condition: z.optional(z.unknown()),
});
export type Statement = z.output<typeof statementSchema>;

export const policyDocument = z.object({ Statement: z.array(statementSchema) });
