/** The environment of the functions that poll. The stack and the laptop set all of it, checked by this type. */
import * as z from 'zod/mini';

export const pollEnvironment = z.object({
  TABLE_NAME: z.string(),
  ALERT_TOPIC_ARN: z.string().check(z.startsWith('arn:')),
  OPERATOR_TOPIC_ARN: z.string().check(z.startsWith('arn:')),
  /** The petitions.json of this deployment, inside of the bundle. */
  PETITIONS_FILE: z.string(),
});
export type PollEnvironment = z.output<typeof pollEnvironment>;
