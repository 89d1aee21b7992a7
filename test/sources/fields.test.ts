import fc from 'fast-check';
import { checkIsAbout, title, webAddress } from '../../src/sources/fields.ts';
import { anyString } from '../strings.ts';

const addressOf = (value: unknown): unknown => webAddress.parse(value);

describe('an address', () => {
  test('is kept as a browser would write it', () => {
    expect(addressOf('https://petition.parliament.uk/petitions/700143')).toBe(
      'https://petition.parliament.uk/petitions/700143',
    );
    expect(addressOf(' https://example.org/\r\nBcc: x')).toBe('https://example.org/Bcc:%20x');
    expect(addressOf('https://example.org/\u202Eabc')).toBe('https://example.org/%E2%80%AEabc');
    expect(addressOf('https://example.org/<b>"')).toBe('https://example.org/%3Cb%3E%22');
  });

  test.each([
    ['javascript:alert(1)'],
    ['not an address'],
    ['https://petition.parliament.uk@example.org/'],
    [`https://example.org/${'x'.repeat(1000)}`],
    [7],
    [null],
  ])('that is none for people is left out: %s', (value) => {
    expect(addressOf(value)).toBeUndefined();
  });

  test('is one line of printable ASCII, whatever it was', () => {
    fc.assert(
      fc.property(anyString(), (path) => {
        expect(addressOf(`https://example.org/${path}`)).toMatch(/^https:\/\/[\x21-\x7e]+$/);
      }),
    );
  });
});

test('a title is one line of at most 300 characters, without controls or direction marks, whatever it was', () => {
  expect(title.parse('Pardon\n\tSteven\u202E Avery\u0000')).toBe('Pardon Steven Avery');
  expect(title.parse('🙂'.repeat(10_000))).toHaveLength(299);
  fc.assert(
    fc.property(anyString({ maxLength: 2000 }), (text) => {
      const clean = title.parse(text);
      expect(clean.length).toBeLessThanOrEqual(300);
      expect(clean).not.toMatch(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
  );
});

describe('what an answer is about', () => {
  test.each([undefined, '7', 'https://x.example/api/7', 'https://x.example/petitions/7.json'])(
    'the petition: %s',
    (found) => {
      expect(() => checkIsAbout('7', found, 'https://y.example/7')).not.toThrow();
    },
  );

  test.each(['8', '77', '/7/8', '', '7.html'])('another one: "%s"', (found) => {
    expect(() => checkIsAbout('7', found, 'https://y.example/7')).toThrow(
      `https://y.example/7: id is that of another petition, ${found}`,
    );
  });
});
