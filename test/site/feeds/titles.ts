/**
 * Titles as strangers write them, and worse: every character that means something to a format, controls, broken
 * characters.
 */
import fc from 'fast-check';
import { anyString } from '../../strings.ts';

const pieces = fc.oneof(
  anyString(),
  fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  fc.constantFrom(
    '\r\n', '\n', '\r', '\t', ' ', ',', ';', ':', '\\', '\\n', '"', "'", '&', '&amp;', '&lt;', '<', '>', ']]>', '<![CDATA[',
    '<script>alert(1)</script>', '\u0000', '\u001b', '\u0085', '\u2028', '\ufeff', '\uffff', '\ufffe', '👩‍👩‍👧', 'é', 'BEGIN:VEVENT', 'END:VCALENDAR\r\n',
  ), // oxfmt-ignore
);

export const anyTitle = fc.array(pieces, { maxLength: 12 }).map((all) => all.join('').slice(0, 180));
