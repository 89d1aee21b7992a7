/** How good the forecasts are: the page, and its CSV and JSON. */
import { parse as parseCsv } from 'csv-parse/sync';
import { parseDocument } from 'htmlparser2';
import { findAll, textContent } from 'domutils';
import { forecastScore } from '../../../src/status/forecast-scores.ts';
import type { ForecastCase } from '../../../src/domain/status-fields.ts';
import { parseJson } from '../../../src/validation.ts';
import { forecastsPage } from '../../../lambda/site/pages/index.ts';
import { forecastsFeeds } from '../../../lambda/site/feeds/forecasts-feeds.ts';
import { forecastsFileSchema } from '../../../lambda/site/feeds/schema.ts';
import { someForecasts } from '../forecast-cases.ts';
import { sample, site } from '../sample.ts';

const view = (forecasts: readonly ForecastCase[]) => ({ ...sample().overview, forecasts });
const elementsOf = (forecasts: readonly ForecastCase[]) =>
  findAll(() => true, parseDocument(forecastsPage(view(forecasts), site).body).children);
const rowsOf = (forecasts: readonly ForecastCase[]): string[][] =>
  elementsOf(forecasts)
    .filter(({ name }) => name === 'tr')
    .map((row) => findAll(({ name }) => name === 'th' || name === 'td', [row]).map((cell) => textContent(cell)));
const feeds = (forecasts: readonly ForecastCase[]) => {
  const [json, csv] = forecastsFeeds(view(forecasts), site).map(({ body }) => body);
  return { json: parseJson(forecastsFileSchema, json ?? '', 'json'), csv: csv ?? '' };
};

test('shows for each moment how many were made and scored, and the scores beside the base rate and a straight line', () => {
  const all = someForecasts(60);
  const half = forecastScore(all.filter(({ moment }) => moment === '50%'));
  expect(rowsOf(all).find(([name]) => name === 'After 50% of it')).toEqual([
    'After 50% of it',
    '60',
    '45',
    `${Math.round((half.met ?? 0) * 100)}%`,
    half.brier?.toFixed(2),
    half.brierOfBaseRate?.toFixed(2),
    half.brierOfStraightLine?.toFixed(2),
    '45',
    `${Math.round((half.inRange ?? 0) * 100)}%`,
  ]);
});

test('scores nothing below five cases: it says how many there are, and that they are too few', () => {
  const rows = rowsOf(someForecasts(5));
  const [, made, scored, ...figures] = rows.find(([name]) => name === 'After 10% of it') ?? [];
  expect([made, scored]).toEqual(['5', '3']);
  expect(figures.filter((text) => text === 'too few')).toHaveLength(5);
});

test('has a point of the curve for each bin with five cases, and the table has their numbers', () => {
  const all = someForecasts(60);
  const points = elementsOf(all).filter(({ name }) => name === 'circle');
  const enough = feeds(all).json.reliability.filter(({ met }) => met !== null);
  expect(points).toHaveLength(enough.length);
  expect(enough.length).toBeGreaterThan(5);
  for (const { from, to, scored } of enough)
    expect(rowsOf(all)).toContainEqual([
      `${Math.round(from * 100)}% to ${Math.round(to * 100)}%`,
      String(scored),
      expect.stringMatching(/^\d+%$/),
      expect.stringMatching(/^\d+%$/),
    ]);
});

test('says so before anything is scored', () => {
  const text = textContent(elementsOf([]).filter(({ name }) => name === 'main'));
  expect(text).toContain('No forecast is scored yet.');
  expect(elementsOf([]).filter(({ name }) => name === 'svg')).toEqual([]);
});

test('the JSON has every forecast with its scores, and the CSV has a row for each threshold of each', () => {
  const all = someForecasts(9);
  const [first, ...others] = all;
  if (first === undefined) throw new Error('no forecast');
  const { json, csv } = feeds([{ ...first, thresholds: [] }, ...others]);
  expect(json.forecasts).toHaveLength(all.length);
  expect(json.scores.map(({ moment, made }) => [moment, made])).toEqual([
    ['10%', 8],
    ['25%', 9],
    ['50%', 9],
    ['75%', 9],
    ['likely', 1],
    ['unlikely', 1],
  ]);
  const rows: Record<string, string>[] = parseCsv(csv, { columns: true });
  expect(rows).toHaveLength(all.length);
  expect(rows[0]).toMatchObject({ moment: '10%', low: '900', threshold: '', chance: '' });
  expect(rows[5]).toMatchObject({ made_at: expect.stringMatching(/Z$/), threshold: 'response', straight_line: '1' });
});

test('a petition has its kept forecasts on the site: the sample has some', () => {
  const { forecasts } = sample().overview;
  expect(new Set(forecasts.map(({ moment }) => moment))).toEqual(new Set(['10%', '25%', '50%', '75%', 'likely']));
});
