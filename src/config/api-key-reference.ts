/** Where the key of a platform is kept: the name of a parameter, and never the key. */
import * as z from 'zod/mini';
import { strictObject } from '../domain/strict-object.ts';

const goodKey = '{ "parameter": "/petitions/action-network" }';
const goodParameter = 'such as "/petitions/action-network", or "/aws/reference/secretsmanager/NAME" for a secret';

/** AWS keeps what begins with `aws` or `ssm` to itself, but for its door to Secrets Manager. */
const ofParameterStore = /^(?!\/(?:aws|ssm))(?:\/[\w.-]+){1,15}$/i;
const ofSecretsManager = /^\/aws\/reference\/secretsmanager\/([\w/+=.@-]{1,400})$/;

/** With a slash in front, which no key that stands there by mistake has. */
const parameter = z.string({ error: `must be the name of a parameter, ${goodParameter}` }).check(
  z.maxLength(900, { error: `must be the name of a parameter, ${goodParameter}` }),
  z.refine((name) => ofParameterStore.test(name) || ofSecretsManager.test(name), {
    error: `must be the full name of a parameter, with a slash in front: ${goodParameter}`,
  }),
);

export const apiKeyReference = strictObject(
  {
    parameter: parameter.check(
      z.describe("The name of a parameter of AWS's Parameter Store, a SecureString that holds the key."),
    ),
  },
  `must say where the key is kept, and not be the key: ${goodKey}`,
).check(z.describe("Where the platform's key is kept. The key itself is never in this file."));

/** The name of the secret that a parameter stands for; undefined where it is itself one. */
export const secretNameOf = (name: string): string | undefined => ofSecretsManager.exec(name)?.[1];

const outline = z.catch(z.object({ key: z.optional(z.object({ parameter: z.string() })) }), {});

/** The parameters that a config's petitions need, each once. */
export const apiKeyParameters = ({ watch }: { readonly watch: readonly object[] }): string[] => [
  ...new Set(watch.flatMap((entry) => z.parse(outline, entry).key?.parameter ?? [])),
];
