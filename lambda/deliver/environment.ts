/** The environment of the deliver function. The stack and the local monitor set all of it; this type checks it. */
import * as z from 'zod/mini';

export const deliverEnvironment = z.object({
  TABLE_NAME: z.string(),
  OPERATOR_TOPIC_ARN: z.string().check(z.startsWith('arn:')),
  /** The petitions.json of this deployment, in the bundle. */
  PETITIONS_FILE: z.string(),
  /** The address of the status site, with a slash at the end. Absent: there is none. */
  SITE_URL: z.optional(z.string()),
  /**
   * Lambda sets it. The schedule that wakes the function has the same name: the template could not put the name of a schedule
   * into the environment of the function that it invokes. Absent: this is not Lambda, and it runs every minute.
   */
  AWS_LAMBDA_FUNCTION_NAME: z.optional(z.string()),
});
export type DeliverEnvironment = z.output<typeof deliverEnvironment>;
