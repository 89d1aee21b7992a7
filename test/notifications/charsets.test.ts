import { toAscii, gsm7Length, toGsm7 } from '../../src/notifications/charsets.ts';

const codePoints = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));

test('the alphabet of an SMS is that of its standard, 3GPP TS 23.038: 128 positions and an extension of ten', () => {
  const placesOf = (places: number): string[] => codePoints.filter((one) => gsm7Length(one) === places);
  // Three of the positions are line feed, carriage return and the escape to the extension, which has a form feed.
  expect(placesOf(1)).toHaveLength(128 - 3);
  expect(placesOf(2)).toHaveLength(10 - 1);
  // Rows of the standard's table as code points: Greek capitals that Latin has no letter for, and what looks alike.
  expect(gsm7Length('ΔΦΓΛΩΠΨΣΘΞ')).toBe(10);
  expect(gsm7Length('ÄÖÑÜ§¿äöñüà¤¡£¥èéùìòÇØøÅåÆæßÉ')).toBe(29);
  for (const missing of ['`', 'ç', 'á', 'Α', '\u00a0', '“', '🙂', '\t', '\n'])
    expect(gsm7Length(missing)).toBeUndefined();
});

test('what an alphabet lacks is put plainly, or left out', () => {
  expect(toGsm7('“Café” – Ça va…🙂')).toBe('"Café" - Ça va...');
  expect(toGsm7('áçñ [x] €')).toBe('acñ x');
  expect(toAscii('“Café” – Ça va…🙂')).toBe('"Cafe" - Ca va...');
});
