/** The environment of the digest function. The stack and the laptop set all of it, checked by this type. */
import * as z from 'zod/mini';

export const digestEnvironment = z.object({
  TABLE_NAME: z.string(),
  /** The topic of each list, by its name: a JSON object. */
  DIGEST_TOPIC_ARNS: z.string(),
  /** The petitions.json of this deployment, inside of the bundle. */
  PETITIONS_FILE: z.string(),
});
export type DigestEnvironment = z.output<typeof digestEnvironment>;

export const topicArns = z.record(z.string(), z.string().check(z.startsWith('arn:')));
