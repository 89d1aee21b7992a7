import { clipGsm7, gsm7Length, plainTitle, toAscii, toGsm7 } from '../../src/notifications/charsets.ts';

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
  expect(toGsm7('áçñ [x] €')).toBe('acñ [x] €');
  expect(toAscii('“Café” – Ça va…🙂')).toBe('"Cafe" - Ca va...');
});

// Decomposition does not take these letters apart (lumina-wiki#50, classroom50#703).
test.each([
  ['Größere Straßen für Weißwasser', 'Grossere Strassen fur Weisswasser'],
  ['Le cœur de l’œuvre', "Le coeur de l'oeuvre"],
  ['Đường sắt, Iğdır', 'Duong sat, Igdir'],
  ['Łódź, Øresund, Þingvellir, ŋŧđ', 'Lodz, Oresund, Thingvellir, ngtd'],
  ['Сохранить парк № 7-ЮГ', "Sokhranit' park No 7-YuG"],
  ['Σώστε το πάρκο', 'Soste to parko'],
  ['Парк-2 in Köln', 'Park-2 in Koln'],
  ['Փրկել այգին, გადავარჩინოთ', "P'rkel aygin, gadavarchinot"],
  ['¼ of 8³, 2½ and 10⁻²³', '1/4 of 8^3, 2 1/2 and 10^-23'],
  ['Article 5② of 10₂, 3Ⅻ ①② and CO₂', 'Article 5 2 of 10 2, 3 XII 1 2 and CO2'],
  ['By 2027년5월 or 10🔥5, not 1🔥 5', 'By 2027 5 or 10 5, not 1 5'],
  ['𝐁old ﬁre 🔥 ＡＢ １２', 'Bold fire AB 12'],
])('%s in plain letters', (title, plain) => {
  expect(plainTitle(title, toAscii)).toBe(plain);
});

test('no letter of the script Latin vanishes, and nor does the letter of another alphabet', () => {
  const letters = codePoints.filter(
    (one) => /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u.test(one) && /[\p{Lu}\p{Ll}]/u.test(one),
  );
  expect(letters.length).toBeGreaterThan(1_500);
  // Letters of 2024 and 2025 (Unicode 16 and 17) are not in the library yet.
  expect(letters.filter((one) => toAscii(one) === '').length).toBeLessThan(10);
});

test.each(['교통안전을 위한 청원', '7.15 교통안전 청원', 'ลดค่าโดยสาร', '减税', '...', '🔥', ''])(
  '%s has no plain form: the title is left out as a whole',
  (title) => {
    expect([plainTitle(title, toAscii), plainTitle(title, toGsm7)]).toEqual(['', '']);
  },
);

test('an SMS keeps what its alphabet has, in places of two where it must', () => {
  expect(toGsm7('3^4 for €2m')).toBe('3^4 for €2m');
  expect(toGsm7('Größe ΔЖ')).toBe('Größe ΔZh');
  expect(clipGsm7('€€€€', 8)).toBe('€€€€');
  expect(clipGsm7('€€€€', 7)).toBe('€..');
});
