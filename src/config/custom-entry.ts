/**
 * Petitions that no platform here knows: an entry that says where their count stands, in any answer in JSON or any page in
 * HTML, and brings its own rules. Whether an expression or selector is one is asked where people write it (read.ts): what
 * reads them is loaded with the first look.
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

/** A text of which `faultOf` says what is wrong with it. */
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
    .check(z.minLength(1, { error: `must not be empty; a good value is ${good}` }));

const extractionFields = {
  pattern: z
    .optional(checkedText(patternFault, '"([0-9,]+) signatures"'))
    .check(z.describe('A regular expression: its one group is what counts of the text that is found.')),
  format: z
    .optional(checkedText(formatFault, '"d MMMM yyyy"'))
    .check(
      z.describe(
        'How a time is written: "iso", "seconds", "milliseconds", or in letters, such as "d MMMM yyyy, H:mm".',
      ),
    ),
};

const locationShapes = {
  json: { expression: find('"data.count"').check(z.describe('A JMESPath expression.')), ...extractionFields },
  html: {
    selector: find('".signatures strong"').check(z.describe('A CSS selector; the first element that it finds counts.')),
    attribute: z.optional(find('"datetime"')).check(z.describe('Its attribute, in the place of its text.')),
    ...extractionFields,
  },
} as const;

const goodLocations = { json: '{ "expression": "data.count" }', html: '{ "selector": ".signatures strong" }' } as const;

/** Kept as text: a config that was read is handed on as it was written. */
const goodInstant = '"2026-10-01T09:00:00Z"';
export const instantText = z.iso.datetime({
  offset: true,
  error: `must be an ISO 8601 instant, such as ${goodInstant}`,
});

/** What both have, over what one of them calls a place. */
function entryOf<const Name extends CustomSourceName, Where extends z.ZodMiniType>(name: Name, place: Where) {
  const { pattern, example } = customSources[name].id;
  const good = goodLocations[name];
  const error = `must be a name of yours for the petition, such as "${example}"`;
  const time = (what: string) =>
    z
      .optional(
        z.union([instantText, place], {
          error: `must be an instant, such as ${goodInstant}, or say where it is: ${good}`,
        }),
      )
      .check(z.describe(what));
  return {
    source: z.literal(name),
    petition: z.string({ error }).check(z.regex(pattern, { error })),
    url: webUrl.check(z.describe('What is asked for.')),
    page: z.optional(webUrl).check(z.describe('The page for people, where that is another.')),
    title: z
      .optional(z.union([z.string(), place], { error: `must be a text, or say where it is: ${good}` }))
      .check(z.describe('Its title, or where that is.')),
    opened: time('When signing began, or where that is.'),
    deadline: time('When signing ends, or where that is. Absent: as the rules say.'),
    closed: z
      .optional(place)
      .check(z.describe('What is there once signing is over; with a format, the time it ended.')),
    answer: z.optional(place).check(z.describe('What is there once there is an answer; with a format, its time.')),
    refresh: z
      ._default(durationWithinDay, 'PT5M')
      .check(z.describe('How often it counts anew: it is asked no oftener, and held to show what is so long ago.')),
    rules: rulesSchema.check(z.describe('The signing window, the thresholds, and what is owed once they are met.')),
  };
}

const goodLocale = { error: 'must be a language, such as "fr" or "en-CA"' };
const locale = z
  .string(goodLocale)
  .check(
    z.refine(isSupportedLocale, goodLocale),
    z.describe('The language in which its numbers are written and its months named.'),
  );

const jsonLocation = strictObject(locationShapes.json, `must be an object, such as ${goodLocations.json}`);
const htmlLocation = strictObject(locationShapes.html, `must be an object, such as ${goodLocations.html}`);

const short = 'must be a text or an object, such as';

export const jsonEntry = strictObject({
  ...entryOf('json', jsonLocation),
  signatures: z
    .union([locationShapes.json.expression, jsonLocation], { error: `${short} "data.count" or ${goodLocations.json}` })
    .check(z.describe('Where the count is: a JMESPath expression.')),
  locale: z.optional(locale),
  after: z
    .optional(find('"var idea ="'))
    .check(z.describe('For a page with JSON in it: the text behind which that stands, such as "var idea =".')),
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

/** Where something is. */
export type ValueLocation = z.output<typeof jsonLocation> | z.output<typeof htmlLocation>;
