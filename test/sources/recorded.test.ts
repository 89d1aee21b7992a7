/** What platforms answered is still read as it was when it was recorded: docs/adding-a-platform.md says how it is recorded. */
import { details } from '../../cli/probe/blank.ts';
import { playerOf, recordingSchema } from '../../cli/probe/recording.ts';
import { parseJson } from '../../src/validation.ts';
import { sources } from '../../src/sources/registry.ts';
import type { Source } from '../../src/sources/source.ts';
import { recordedFiles } from './recorded.ts';

test('there are recordings', () => {
  expect(recordedFiles.length).toBeGreaterThan(3);
});

describe.each(recordedFiles)('%s', (name, text) => {
  const recording = parseJson(recordingSchema, text, name);
  const { petition, baseUrl, answers, reading } = recording;

  test('is still read as it was', async () => {
    const player = await playerOf(recording);
    try {
      expect(await player.read(answers)).toEqual(reading);
    } finally {
      await player.close();
    }
  });

  test('is of the live platform, and named after its petition', () => {
    expect(name).toBe(`${petition.replaceAll('/', '-')}.json`);
    const [, source] = Object.entries<Source>(sources).find(([known]) => petition.startsWith(`${known}/`)) ?? [];
    expect(baseUrl).toBe(source?.baseUrl);
    expect(source?.id.pattern.test(petition.slice(petition.indexOf('/') + 1))).toBe(true);
  });

  test('is small, and names nobody', () => {
    expect(text.length).toBeLessThan(20_000);
    for (const detail of details) expect(text.match(detail)).toBeNull();
    expect(text).not.toMatch(/set-cookie|authorization|api[-_]?(?:key|token)/i);
    // Who started it or signed it: no reading needs their name.
    expect(text).not.toMatch(/"(?:creator|author|petitioner|organi[sz]er|mp)(?:s|_?name)?": "(?!…")/i);
  });
});
