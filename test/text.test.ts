import * as fc from 'fast-check';
import { clip, excerpt, oneLine } from '../src/text.ts';
import { anyString } from './strings.ts';

test.each([
  // Soft hyphens and zero-width spaces out of pages became blanks in html2text_ruby#5 and persian.js#20.
  ['a soft hyphen', 'Bürger\u00adhaus', 'Bürgerhaus'],
  ['a zero-width space', 'Bürger\u200bhaus', 'Bürgerhaus'],
  ['a word joiner, and a byte order mark', '\ufeffBürger\u2060haus', 'Bürgerhaus'],
  ['a mark of direction', 'a\u202eb\u2066c\u200fd', 'abcd'],
  ['a filler of Hangul, that is a letter for Unicode', 'a\u3164b\u115fc', 'abc'],
  ['a tag, that could carry a text of its own', 'a\u{e0041}\u{e0042}b', 'ab'],
  ['a joiner that joins nothing', 'pay\u200cpal \u200dx\u200d 5\u200c6', 'paypal x 56'],
])('%s leaves no mark', (_, text, shown) => {
  expect(oneLine(text)).toBe(shown);
});

// Without them, these are two words, and a woman and a fire engine (Unicode 16, 23.2.1; UTS #51).
test.each(['خانه\u200cها', 'ක්\u200dෂ', '👩\u200d🚒', '👩🏽\u200d🚒', '🏳️\u200d🌈', '❤️', '1️⃣'])(
  'what belongs to the spelling stays: %s',
  (text) => {
    expect(oneLine(text)).toBe(text);
  },
);

test('line breaks, controls and halves of characters become a blank', () => {
  expect(oneLine('\u2028a\r\n\tb\u0000c\u2029d\ud800e\u0085')).toBe('a b c d e');
});

test('a cut leaves no joiner behind', () => {
  expect(clip('x👩\u200d🚒y', 6)).toBe('x👩…');
});

test.each([
  ['whole', 'The Government agrees.', 'The Government agrees.'],
  ['after a word', 'The Government has no plans to do that', 'The Government has no…'],
  ['without the sign before the cut', 'The Government has no; plans to', 'The Government has no…'],
  [
    'after a character where there are no words',
    '政府は、この請願に対して次のとおり回答します。政府は、この請願に',
    '政府は、この請願に対して次のとおり回答します。政…',
  ],
  ['on one line', 'The\r\nGovernment\u0000 agrees', 'The Government agrees'],
])('the beginning of a text is %s', (_, text, shown) => {
  expect(excerpt(text, 25)).toBe(shown);
});

test('the beginning of any text is no longer than it may be, and on one line', () => {
  fc.assert(
    fc.property(anyString({ maxLength: 400 }), fc.integer({ min: 2, max: 300 }), (text, length) => {
      const shown = excerpt(text, length);
      expect(shown.length).toBeLessThanOrEqual(length);
      expect(oneLine(shown)).toBe(shown);
    }),
  );
});
