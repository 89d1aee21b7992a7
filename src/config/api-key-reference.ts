/** Where the API key of a platform is kept: the name of a parameter, never the key. */
import * as z from 'zod/mini';
import { strictObject } from '../domain/strict-object.ts';

const goodKey = '{ "parameter": "/petitions/action-network" }';
const goodParameter = 'such as "/petitions/action-network", or "/aws/reference/secretsmanager/NAME" for a secret';

/** AWS reserves names that begin with `aws` or `ssm`. The one exception leads to Secrets Manager. */
const ofParameterStore = /^(?!\/(?:aws|ssm))(?:\/[\w.-]+){1,15}$/i;
const ofSecretsManager = /^\/aws\/reference\/secretsmanager\/([\w/+=.@-]{1,400})$/;

/** It must begin with a slash: a key that somebody puts here by mistake does not. */
export const parameter = z.string({ error: `must be the name of a parameter, ${goodParameter}` }).check(
  z.maxLength(900, { error: `must be the name of a parameter, ${goodParameter}` }),
  z.refine((name) => ofParameterStore.test(name) || ofSecretsManager.test(name), {
    error: `must be the full name of a parameter, beginning with a slash, ${goodParameter}`,
  }),
);

export const apiKeyReference = strictObject(
  {
    parameter: parameter.check(
      z.describe('The name of a parameter in AWS Parameter Store: a SecureString that holds the key.'),
    ),
  },
  `must say where the key is kept, never the key itself, such as ${goodKey}`,
).check(z.describe("Where the platform's key is kept. The key itself is never in this file."));

/** The secret that a parameter refers to; undefined for a parameter of Parameter Store. */
export const secretNameOf = (name: string): string | undefined => ofSecretsManager.exec(name)?.[1];

const outline = z.catch(z.object({ key: z.optional(z.object({ parameter: z.string() })) }), {});

/** The parameters that the petitions of a config need, each once. */
export const apiKeyParameters = ({ watch }: { readonly watch: readonly object[] }): string[] => [
  ...new Set(watch.flatMap((entry) => z.parse(outline, entry).key?.parameter ?? [])),
];
