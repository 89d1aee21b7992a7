/** The environment of the function behind the form. The type checks the stack and the emulator, which set it. */
import * as z from 'zod/mini';

export const signUpEnvironment = z.object({
  TABLE_NAME: z.string(),
  /** What the ARNs of the topics of followers begin with. */
  FOLLOWERS_TOPIC_PREFIX: z.string().check(z.startsWith('arn:')),
  /** The KMS key of these topics. Absent: none. */
  FOLLOWERS_TOPIC_KEY: z.optional(z.string()),
  /** The address of the site, with a trailing slash. */
  SITE_URL: z.url().check(z.endsWith('/')),
  /** The petitions.json of this deployment. The style sheet and scripts of the pages are in the same folder. */
  PETITIONS_FILE: z.string(),
  /** What only CloudFront sends: who comes past it could name any address as his own. Absent: nobody can. */
  ORIGIN_ID: z.optional(z.string()),
});
export type SignUpEnvironment = z.output<typeof signUpEnvironment>;

/** The header with it. */
export const originIdHeader = 'x-origin-id';
