/** The environment of the polling functions. The stack and the local monitor set all of it; this type checks it. */
import * as z from 'zod/mini';

export const pollEnvironment = z.object({
  TABLE_NAME: z.string(),
  ALERT_TOPIC_ARN: z.string().check(z.startsWith('arn:')),
  /** Where machines get each alert while people get a summary. */
  MACHINE_TOPIC_ARN: z.string().check(z.startsWith('arn:')),
  OPERATOR_TOPIC_ARN: z.string().check(z.startsWith('arn:')),
  /** The petitions.json of this deployment, in the bundle. */
  PETITIONS_FILE: z.string(),
  /** Whom petitions.json names, as fingerprints, in the bundle. Absent: nobody is looked for in SNS. */
  RECIPIENTS_FILE: z.optional(z.string()),
  /** The topic of each digest list, by its name: a JSON object. Absent: there is none to look at. */
  DIGEST_TOPIC_ARNS: z.optional(z.string()),
  /** The ARN of the topics of followers, as far as they have the same. Absent: nobody can sign up by himself. */
  FOLLOWERS_TOPIC_PREFIX: z.optional(z.string().check(z.startsWith('arn:'))),
  /** The address of the status site, with a slash at the end. Absent: mails do not link it. */
  SITE_URL: z.optional(z.string()),
});
export type PollEnvironment = z.output<typeof pollEnvironment>;
