/** The environment of the polling functions. The stack and the local monitor set all of it; this type checks it. */
import * as z from 'zod/mini';

export const pollEnvironment = z.object({
  TABLE_NAME: z.string(),
  ALERT_TOPIC_ARN: z.string().check(z.startsWith('arn:')),
  OPERATOR_TOPIC_ARN: z.string().check(z.startsWith('arn:')),
  /** The petitions.json of this deployment, in the bundle. */
  PETITIONS_FILE: z.string(),
});
export type PollEnvironment = z.output<typeof pollEnvironment>;
