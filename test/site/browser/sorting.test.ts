/** The order of rows, which are shown, and how an address holds both. */
import { describe, expect, it } from '@jest/globals';
import {
  createFilter,
  numericKey,
  sortedIndices,
  textRanks,
  normalizeText,
  type FilterableRow,
} from '../../../lambda/site/browser/sorting.ts';
import { viewHash, parseSort, sortText, defaultView, parseView } from '../../../lambda/site/browser/view-state.ts';

describe('an order', () => {
  it('keeps equal rows in place, in both directions', () => {
    expect(sortedIndices([2, 1, 2, 1], false)).toEqual([1, 3, 0, 2]);
    expect(sortedIndices([2, 1, 2, 1], true)).toEqual([0, 2, 1, 3]);
  });

  it('puts rows without a key last, in both directions', () => {
    expect(sortedIndices([undefined, 1, undefined, 0], false)).toEqual([3, 1, 0, 2]);
    expect(sortedIndices([undefined, 1, undefined, 0], true)).toEqual([1, 3, 0, 2]);
  });

  it('takes only numbers as keys, zero included', () => {
    expect([numericKey('0'), numericKey('12.5'), numericKey(''), numericKey(undefined), numericKey('x')]).toEqual([
      0,
      12.5,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('ranks texts without case or accents, and numbers as numbers', () => {
    expect(textRanks(['Zebra', 'éclair', 'Eclair', 'page 10', 'page 9'], 'en')).toEqual([3, 0, 0, 2, 1]);
  });
});

describe('a filter', () => {
  const row: FilterableRow = {
    text: normalizeText('Réopen the line senedd/246311'),
    source: 'senedd',
    states: ['open', 'met'],
  };
  const fits = (wanted: Partial<typeof defaultView>): boolean => createFilter({ ...defaultView, ...wanted })(row);

  it('takes every word, in any order, with or without its accents', () => {
    expect([fits({ q: 'LINE reopen' }), fits({ q: 'réo 2463' }), fits({ q: 'line bus' }), fits({ q: '  ' })]).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });

  it('takes the source and the state', () => {
    expect([
      fits({ source: 'senedd' }),
      fits({ source: 'scotland' }),
      fits({ state: 'met' }),
      fits({ state: 'due' }),
    ]).toEqual([true, false, true, false]);
  });
});

describe('a view in an address', () => {
  it('is read back as it was written', () => {
    const view = {
      q: 'bus & train #1',
      source: 'uk-parliament',
      state: 'overdue',
      sort: 'signatures',
      descending: true,
    };
    expect(parseView(viewHash(view))).toEqual(view);
    expect(parseView(viewHash(defaultView))).toEqual(defaultView);
  });

  it('is empty for the default view', () => {
    expect(viewHash(defaultView)).toBe('');
  });

  it('is not read from the anchor of a section', () => {
    expect(parseView('#main')).toBeUndefined();
  });

  it('has the direction with the column', () => {
    expect(['', 'pace', '-pace'].map((text) => sortText(parseSort(text)))).toEqual(['', 'pace', '-pace']);
  });
});
