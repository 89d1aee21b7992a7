/** docs/feeds.md: its examples are valid, and it describes every key. */
import {
  answerCaseFields,
  answerFiguresFields,
  commitmentWaitFields,
  forecastCaseFields,
  forecastScoreFields,
  reliabilityBinFields,
} from '../../../src/domain/status-fields.ts';
import { readFileSync } from 'node:fs';
import { parseJson } from '../../../src/validation.ts';
import {
  answersFileSchema,
  forecastsFileSchema,
  petitionFileSchema,
  petitionsFileSchema,
} from '../../../lambda/site/feeds/schema.ts';

const page = readFileSync('docs/feeds.md', 'utf8');
const [petitions = '', petition = '', answers = '', forecasts = '', ...others] = [
  ...page.matchAll(/^```json\n(.*?)^```$/gms),
].map(([, text]) => text);

test('its JSON examples are valid', () => {
  expect(others).toEqual([]);
  const overview = parseJson(petitionsFileSchema, petitions, 'example');
  const record = parseJson(petitionFileSchema, petition, 'example');
  expect(overview.petitions[0]?.petition).toBe(record.petition);
  expect(parseJson(answersFileSchema, answers, 'example').cases[0]?.petition).toBe(record.petition);
  expect(parseJson(forecastsFileSchema, forecasts, 'example').forecasts[0]?.petition).toBe(record.petition);
});

test('it describes every key', () => {
  const keys = [
    petitionsFileSchema,
    petitionsFileSchema.shape.site,
    petitionsFileSchema.shape.waits,
    petitionFileSchema,
    answersFileSchema,
    forecastsFileSchema,
  ]
    .flatMap((schema) => Object.keys(schema.shape))
    .concat([
      ...Object.keys(commitmentWaitFields),
      ...Object.keys(answerFiguresFields),
      ...Object.keys(answerCaseFields),
      ...Object.keys(forecastCaseFields),
      ...Object.keys(forecastScoreFields),
      ...Object.keys(reliabilityBinFields),
      'met',
      'takenBack',
      'below',
      'reason',
      'parts',
      'occurrence',
      'headline',
      'stamp',
      'between',
      'by',
      'from',
      'ends',
    ]);
  const prose = page.replace(/^```.*?^```$/gms, '');
  expect(keys.filter((key) => !prose.includes(`\`${key}\``))).toEqual([]);
});
