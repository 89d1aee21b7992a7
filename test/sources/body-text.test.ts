import { bodyText } from '../../src/sources/body-text.ts';

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const korean = Buffer.from([0xc3, 0xbb, 0xbf, 0xf8]);

// Pages without UTF-8 were unreadable for url-metadata#82, node-metainspector#20, friendica#9263, lorien/grab#176.
test.each([
  ['the header', latin('Signée'), 'text/html; charset=ISO-8859-1', 'Signée'],
  [
    'the header, as it may be written',
    latin('5 €'.replace('€', '\u0080')),
    'text/html;Charset = "Windows-1252"',
    '5 €',
  ],
  ['the header, in Korea', korean, 'text/html; charset=EUC-KR', '청원'],
  ['a tag', latin('<!doctype html><meta charset=windows-1252><p>Signée'), 'text/html', '<p>Signée'],
  [
    'a tag of old',
    latin('\n<html><META http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>Signée'),
    undefined,
    '<p>Signée',
  ],
  ['the header before a tag', Buffer.from('<meta charset=latin1>é'), 'text/html; charset=utf-8', '>é'],
  ['a mark before all', Buffer.from('\ufeffé'), 'text/html; charset=latin1', 'é'],
  ['a mark of UTF-16', Buffer.from('\ufeffé', 'utf16le'), undefined, 'é'],
  ['nothing', Buffer.from('é'), undefined, 'é'],
  ['a name that nobody knows', Buffer.from('<meta charset=x-mine>é'), 'text/html; charset=x-other', '>é'],
  ['a tag, and not by a remark', latin('<!-- <meta charset=euc-kr> --><meta charset=latin1>é'), undefined, '>é'],
  ['what XML says', latin('<?xml version="1.0" encoding="ISO-8859-1"?><html>é'), 'application/xhtml+xml', '>é'],
  ['a tag that cannot be true', Buffer.from('<meta charset=utf-16>é'), undefined, '>é'],
  [
    'its bytes, where a page names none',
    latin('<p>48\u00a0210 signées \u0096 5 \u0080'),
    'text/html',
    '<p>48\u00a0210 signées – 5 €',
  ],
  ['a tag within JSON', Buffer.from('{"title":"<meta charset=latin1>é"}'), undefined, 'é"}'],
])('a text is decoded by %s', (_, body, contentType, end) => {
  expect(bodyText(body, contentType)).toMatch(new RegExp(`${end}$`));
});

test.each(['\ufeff', '\ufeff\ufeff', '\ufeff\ufeff\ufeff'])('no mark is left before a text: %j', (marks) => {
  expect(bodyText(Buffer.from(`${marks} \n\ufeff{}`))).toBe('{}');
  for (const encoding of ['utf8', 'utf16le'] as const) {
    expect(bodyText(Buffer.from(`${marks}{"a":"\ufeff1"}`, encoding))).toBe('{"a":"\ufeff1"}');
  }
});

test('one bad byte spoils nothing but itself', () => {
  const body = Buffer.concat([
    Buffer.from('<b>612 é</b>'),
    Buffer.from([0xc3]),
    Buffer.from('<i>ü'),
    Buffer.from([0xe2, 0x82]),
  ]);
  expect(bodyText(body, 'text/html; charset=utf-8')).toBe('<b>612 é</b>\ufffd<i>ü\ufffd');
});
