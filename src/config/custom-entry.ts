/**
 * Custom entries: a petition of a platform that the monitor does not know. The entry says where the count is, in any
 * JSON answer or HTML page, and has its own rules. Whether an expression or selector is valid is checked in
 * read-config.ts.
 */
import * as z from 'zod/mini';
import { strictObject } from '../domain/strict-object.ts';
import { durationWithinDay } from '../domain/time.ts';
import { rulesSchema } from '../domain/rules-schema.ts';
import { isSupportedLocale } from '../sources/custom/localized-count.ts';
import { formatFault } from '../sources/custom/date-format.ts';
import { patternFault } from '../sources/custom/pattern.ts';
import { customSources, type CustomSourceName } from '../sources/registry.ts';
import { webUrl } from './web-url.ts';

/** A text that `faultOf` checks. */
const checkedText = (faultOf: (text: string) => string | undefined, good: string) =>
  z.string({ error: `must be a text, such as ${good}` }).check(
    z.superRefine<string>((text, context) => {
      const message = faultOf(text);
      if (message !== undefined) context.addIssue({ code: 'custom', message, input: text });
    }),
  );

const find = (good: string) =>
  z
    .string({ error: `must be a text, such as ${good}` })
    .check(z.minLength(1, { error: `must be a text that is not empty, such as ${good}` }));

const extractionFields = {
  pattern: z
    .optional(checkedText(patternFault, '"([0-9,]+) signatures"'))
    .check(z.describe('A regular expression with one group, which matches the part of the text to use.')),
  format: z
    .optional(checkedText(formatFault, '"d MMMM yyyy"'))
    .check(
      z.describe('How a time is written: "iso", "seconds", "milliseconds", or a pattern such as "d MMMM yyyy, H:mm".'),
    ),
};

const locationShapes = {
  json: { expression: find('"data.count"').check(z.describe('A JMESPath expression.')), ...extractionFields },
  html: {
    selector: find('".signatures strong"').check(z.describe('A CSS selector; the first element that matches is used.')),
    attribute: z.optional(find('"datetime"')).check(z.describe('An attribute to read instead of the text.')),
    joined: z
      .optional(z.boolean())
      .check(z.describe('For the count: true where each of its digits has an element of its own.')),
    ...extractionFields,
  },
} as const;

const goodLocations = { json: '{ "expression": "data.count" }', html: '{ "selector": ".signatures strong" }' } as const;

/**
 * Stays a text: a checked config is passed on as it was written. What follows from it, such as a deadline a hundred
 * years later, must be an instant that can be stored: the years of these three centuries, to the nanosecond.
 */
const goodInstant = '"2026-10-01T09:00:00Z"';
const instantError = { error: `must be an ISO 8601 instant from 1900 to 2199, such as ${goodInstant}` };
export const instantText = z.iso
  .datetime({ offset: true, ...instantError })
  .check(z.refine((text) => /^(19|20|21)(?!.*\.\d{10})/.test(text), instantError));

/** The fields of both kinds of entry; `location` is how this kind says where a value is. */
function entryOf<const Name extends CustomSourceName, Location extends z.ZodMiniType>(name: Name, location: Location) {
  const { pattern, example } = customSources[name].id;
  const good = goodLocations[name];
  const error = `must be your own name for the petition, such as "${example}"`;
  const time = (what: string) =>
    z
      .optional(
        z.union([instantText, location], {
          error: `must be an instant, such as ${goodInstant}, or say where it is: ${good}`,
        }),
      )
      .check(z.describe(what));
  return {
    source: z.literal(name),
    petition: z.string({ error }).check(z.regex(pattern, { error })),
    url: webUrl.check(z.describe('The address to read.')),
    page: z.optional(webUrl).check(z.describe('The page for people, if that is another address.')),
    title: z
      .optional(
        z.union([z.string(), location], {
          error: `must be a text, such as "Save the green", or say where it is: ${good}`,
        }),
      )
      .check(z.describe('The title of the petition, or where it is.')),
    opened: time('When signing began, or where that time is.'),
    deadline: time('When signing ends, or where that time is. Absent: by the rules.'),
    closed: z
      .optional(location)
      .check(z.describe('A value that exists once signing is over; with a format, the time it ended.')),
    verified: z
      .optional(location)
      .check(z.describe('How many signatures were found valid, for thresholds with "verifiedBy".')),
    answerDue: z
      .optional(location)
      .check(z.describe('Where the page says by when it is to be answered, for a threshold with "answerDue".')),
    answer: z
      .optional(location)
      .check(z.describe('A value that exists once there is a response; with a format, its time.')),
    refresh: z
      ._default(durationWithinDay, 'PT5M')
      .check(
        z.describe('How often the page updates its count. It is checked no more often, and its count may be this old.'),
      ),
    rules: rulesSchema.check(
      z.describe('The signing window, the thresholds, and the response that is due once they are met.'),
    ),
  };
}

const goodLocale = { error: 'must be a language, such as "fr" or "en-CA"' };
const locale = z
  .string(goodLocale)
  .check(z.refine(isSupportedLocale, goodLocale), z.describe('The language of its numbers and the names of months.'));

const jsonLocation = strictObject(locationShapes.json, `must be an object, such as ${goodLocations.json}`);
const htmlLocation = strictObject(locationShapes.html, `must be an object, such as ${goodLocations.html}`);

const goodType = { error: 'must be a media type, such as "application/graphql"' };

const short = 'must be a text or an object, such as';

export const jsonEntry = strictObject({
  ...entryOf('json', jsonLocation),
  signatures: z
    .union([locationShapes.json.expression, jsonLocation], { error: `${short} "data.count" or ${goodLocations.json}` })
    .check(z.describe('Where the count is: a JMESPath expression.')),
  locale: z.optional(locale),
  body: z
    .optional(
      z.union([z.string(), z.record(z.string(), z.unknown())], {
        error: 'must be an object, such as { "filter": "active" }, or a text, such as "filter=active"',
      }),
    )
    .check(z.describe('A question to be sent with POST: an object as JSON, a text as a form. Absent: GET.')),
  contentType: z
    .optional(z.string(goodType).check(z.regex(/^[\w.+-]+\/[\w.+-]+(; ?[\w-]+=[\w.-]+)*$/, goodType)))
    .check(z.describe('The type of the body, where it is another.')),
  after: z
    .optional(find('"var idea ="'))
    .check(z.describe('For a page with JSON in it: the text just before the JSON, such as "var idea =".')),
});

export const htmlEntry = strictObject({
  ...entryOf('html', htmlLocation),
  signatures: z
    .union([locationShapes.html.selector, htmlLocation], {
      error: `${short} ".signatures strong" or ${goodLocations.html}`,
    })
    .check(z.describe('Where the count is: a CSS selector.')),
  locale,
});

export type CustomEntry = z.output<typeof jsonEntry> | z.output<typeof htmlEntry>;

/** Where a value is. */
export type ValueLocation = z.output<typeof jsonLocation> | z.output<typeof htmlLocation>;
