/** The `-c` options of a deployment: its stage, `prod` or a disposable `dev`, what it has, its protection and tags. */
import * as z from 'zod/mini';
import { parse } from '../src/validation.ts';
import { defaultStack } from './options.ts';

const stageSchema = z._default(
  z.enum(['prod', 'dev'], { error: 'must be "prod" or "dev", such as -c stage=dev' }),
  'prod',
);
export type Stage = z.output<typeof stageSchema>;

/** @throws {BadInput} when there is no such stage. */
export const parseStage = (named: unknown): Stage => parse(stageSchema, named, '-c stage');

/** In cdk.json it may be a boolean. */
const yesOrNo = (flag: Flag) =>
  z.union(
    [
      z.boolean(),
      z.pipe(
        z.enum(['true', 'false']),
        z.transform((text) => text === 'true'),
      ),
    ],
    { error: `must be "true" or "false", such as -c ${flag}=true` },
  );

/** What a deployment may turn on or off, and what it is without `-c`. */
const flags = { dashboard: false, site: true, terminationProtection: false } as const;
export type Flag = keyof typeof flags;

/** In cdk.json or on the command line. @throws {BadInput} for a value that is neither true nor false. */
export const parseFlag = (flag: Flag, named: unknown): boolean =>
  parse(z._default(yesOrNo(flag), flags[flag]), named, `-c ${flag}`);

function toTags(text: string): Record<string, string> {
  const pairs = text.split(',').map((one): [string, string] => {
    const [name = '', value = ''] = one.split('=');
    return [name, value];
  });
  return Object.fromEntries(pairs);
}

const goodTags = 'must be names and values, such as -c tags=team=press,purpose=petitions';
const tagsSchema = z._default(
  z.union(
    [
      z.record(z.string(), z.string()),
      z.pipe(z.string().check(z.regex(/^[^=,]+=[^=,]*(,[^=,]+=[^=,]*)*$/)), z.transform(toTags)),
    ],
    { error: goodTags },
  ),
  {},
);

/** The tags of all resources. In cdk.json they may be an object. @throws {BadInput} for anything else. */
export const parseTags = (named: unknown): Record<string, string> => parse(tagsSchema, named, '-c tags');

const namesSchema = z._default(z.string({ error: 'must be addresses, such as -c without=desk@example.org' }), '');

/** Whose subscriptions a deploy leaves out. @throws {BadInput} for what is not text. */
export const parseNames = (named: unknown): string[] =>
  parse(namesSchema, named, '-c without')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** The stage in arguments such as `-c stage=dev`. @throws {BadInput} */
export function stageIn(args: readonly string[]): Stage {
  const named = args.map((arg) => /^(?:-c|--context=)?stage=(.*)$/.exec(arg)?.[1]).find((one) => one !== undefined);
  return parseStage(named);
}

export const stackNames = {
  prod: defaultStack,
  dev: `${defaultStack}-dev`,
} as const satisfies Record<Stage, string>;
