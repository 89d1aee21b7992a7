/** The environment of the deliver function. The stack and the local monitor set all of it; this type checks it. */
import * as z from 'zod/mini';

export const deliverEnvironment = z.object({
  TABLE_NAME: z.string(),
  OPERATOR_TOPIC_ARN: z.string().check(z.startsWith('arn:')),
  /** The petitions.json of this deployment, in the bundle. */
  PETITIONS_FILE: z.string(),
  /** The address of the status site, with a slash at the end. Absent: there is none. */
  SITE_URL: z.optional(z.string()),
});
export type DeliverEnvironment = z.output<typeof deliverEnvironment>;
