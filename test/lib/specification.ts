/** CloudFormation's own resource specification, and what is wrong with a template by it. */
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { PropertyType, ResourceProperties } from '@aws-cdk/service-spec-types';
import * as z from 'zod/mini';

const specification = loadAwsServiceSpecSync();

const objectSchema = z.record(z.string(), z.unknown());
const templateSchema = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z._default(objectSchema, {}) })),
});

/** How many values were looked at, and each fault with its path. */
export interface Findings {
  readonly values: number;
  readonly faults: readonly string[];
}

export function holdAgainstSpecification(template: unknown): Findings {
  const walk = new Walk();
  for (const [id, { Type, Properties }] of Object.entries(z.parse(templateSchema, template).Resources)) {
    const [resource] = specification.lookup('resource', 'cloudFormationType', 'equals', Type);
    if (resource === undefined) walk.faults.push(`${id}: there is no ${Type}`);
    else walk.properties(Properties, resource.properties, id);
  }
  return walk;
}

class Walk {
  values = 0;
  faults: string[] = [];

  properties(value: Readonly<Record<string, unknown>>, known: ResourceProperties, path: string): void {
    for (const [name, property] of Object.entries(known)) {
      if (property.required === true && value[name] === undefined) this.faults.push(`${path}.${name} is required`);
    }
    for (const [name, one] of Object.entries(value)) {
      const property = known[name];
      if (property === undefined) this.faults.push(`${path}.${name} is unknown`);
      else if (!['undefined', 'NONE'].includes(String(property.deprecated))) {
        this.faults.push(`${path}.${name} is deprecated`);
      } else this.#value(one, property.type, `${path}.${name}`);
    }
  }

  #value(value: unknown, type: PropertyType, path: string): void {
    this.values += 1;
    if (isIntrinsic(value)) return;
    const wrong = (): void => void this.faults.push(`${path} is no ${type.type}: ${JSON.stringify(value)}`);
    switch (type.type) {
      case 'string':
      case 'integer':
        if (!isPrimitive(value) || (type.type === 'integer' && !Number.isInteger(Number(value)))) wrong();
        else if (type.allowedValues !== undefined && !type.allowedValues.some((one) => String(one) === String(value))) {
          this.faults.push(`${path} is none of ${type.allowedValues.join(', ')}: ${JSON.stringify(value)}`);
        }
        return;
      case 'number':
        if (!isPrimitive(value) || Number.isNaN(Number(value))) wrong();
        return;
      case 'boolean':
        if (!['true', 'false'].includes(String(value))) wrong();
        return;
      case 'date-time':
        if (typeof value !== 'string') wrong();
        return;
      case 'array':
        if (Array.isArray(value)) value.forEach((one, index) => this.#value(one, type.element, `${path}.${index}`));
        else wrong();
        return;
      case 'map':
        if (isObject(value)) {
          for (const [name, one] of Object.entries(value)) this.#value(one, type.element, `${path}.${name}`);
        } else wrong();
        return;
      case 'ref':
        if (isObject(value)) {
          this.properties(value, specification.get('typeDefinition', type.reference.$ref).properties, path);
        } else wrong();
        return;
      case 'union':
        this.#union(value, type.types, path);
        return;
      // Anything, by the specification.
      case 'json':
      case 'tag':
      case 'null':
    }
  }

  /** Any of the types; the faults of the one with the fewest. */
  #union(value: unknown, types: readonly PropertyType[], path: string): void {
    const walks = types.map((one) => {
      const walk = new Walk();
      walk.#value(value, one, path);
      return walk;
    });
    const [best] = walks.sort((a, b) => a.faults.length - b.faults.length);
    this.values += best?.values ?? 0;
    this.faults.push(...(best?.faults ?? []));
  }
}

/** CloudFormation takes a number as text, and the reverse. */
const isPrimitive = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What CloudFormation replaces with a value: `Ref`, `Fn::GetAtt`, a condition. */
function isIntrinsic(value: unknown): boolean {
  if (!isObject(value)) return false;
  const [only, ...others] = Object.keys(value);
  return others.length === 0 && only !== undefined && /^(?:Ref|Fn::\w+|Condition)$/.test(only);
}
