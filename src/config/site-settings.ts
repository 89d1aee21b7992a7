/** The status site: its title and address, and how it writes numbers and times. */
import * as z from 'zod/mini';
import { strictObject } from '../domain/strict-object.ts';
import { durationMinutes, timeZone, durationWithinDay } from '../domain/time.ts';

const goodSite = '{ "title": "Petitions we watch", "timeZone": "Europe/London" }';
const wholeMinutes = { error: 'must be whole minutes, such as "PT15M"' };
const goodLocale = { error: 'must be a BCP 47 language tag, such as "en-GB"' };
const goodDomain = { error: 'must be a host name of yours, in lower case, such as "petitions.example.org"' };
const goodCertificate = {
  error:
    'must be the ARN of a certificate in us-east-1, which CloudFront requires, such as "arn:aws:acm:us-east-1:123456789012:certificate/…"',
};

const goodPerDay = { error: 'must be a whole number from 1 to 100000, such as 1000' };

export const siteSettings = strictObject(
  {
    title: z
      ._default(
        z
          .string({ error: 'must be a text, such as "Petitions we watch"' })
          .check(
            z.trim(),
            z.minLength(1, { error: 'must be a text that is not empty, such as "Petitions we watch"' }),
            z.maxLength(100, { error: 'must have at most 100 characters, such as "Petitions we watch"' }),
          ),
        'Petitions',
      )
      .check(z.describe('The title of the pages.')),
    locale: z
      ._default(z.string(goodLocale).check(z.refine(isLocale, goodLocale)), 'en-GB')
      .check(z.describe('How numbers and times are written, as a language tag. The words are English.')),
    timeZone: z
      ._default(timeZone, 'UTC')
      .check(z.describe('The time zone in which days are counted, of waiting times and delays.')),
    every: z
      ._default(
        durationWithinDay.check(z.refine((text) => Number.isInteger(durationMinutes(text)), wholeMinutes)),
        'PT15M',
      )
      .check(z.describe('How often the pages are generated: from a minute to a day.')),
    domain: z
      .optional(
        z
          .string(goodDomain)
          .check(z.regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, goodDomain)),
      )
      .check(z.describe('A host name of yours. Your DNS must point it at the CloudFront distribution.')),
    certificate: z
      .optional(
        z.string(goodCertificate).check(z.regex(/^arn:aws:acm:us-east-1:\d{12}:certificate\/\S+$/, goodCertificate)),
      )
      .check(z.describe('The ARN of the certificate for that name, in us-east-1.')),
    signUp: z
      .optional(
        strictObject(
          {
            perDay: z
              ._default(z.int(goodPerDay).check(z.minimum(1, goodPerDay), z.maximum(100_000, goodPerDay)), 1_000)
              .check(z.describe('How many may sign up in a day (UTC), altogether.')),
            proofOfWork: z
              .optional(z.boolean({ error: 'must be true or false' }))
              .check(
                z.describe(
                  'Whether the browser of each visitor must work for seconds before he can sign up, which keeps out floods. The form then needs a script.',
                ),
              ),
          },
          'must be an object, such as {}',
        ),
      )
      .check(z.describe('Lets visitors sign up for mails about a petition. Absent: they cannot.')),
  },
  `must be an object, such as ${goodSite}`,
).check(
  z.refine(({ domain, certificate }) => (domain === undefined) === (certificate === undefined), {
    error: 'must have both "domain" and "certificate", or neither',
  }),
);

export type SiteSettings = z.output<typeof siteSettings>;

function isLocale(tag: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}
