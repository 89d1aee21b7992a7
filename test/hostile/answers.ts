/**
 * The corpus: answers that servers really gave, and others of their kinds. Whatever source it is tried on, an answer is
 * no reading, or the reading of the good answer; it holds up nothing, and harms no other petition. To add one, add a
 * line to its kind (CONTRIBUTING.md).
 */
import {
  around,
  body,
  codings,
  counted,
  countIn,
  encoded,
  field,
  raw,
  redirect,
  slowly,
  status,
  strange,
  text,
  withHeaders,
  type Spoil,
} from './spoil.ts';

export interface Kind {
  /** The answers, by a name for each. */
  readonly answers: Readonly<Record<string, Spoil>>;
  /** Only of answers in JSON, or only of pages. */
  readonly of?: 'json' | 'pages';
  /** What each of them says plainly: that the petition is gone. */
  readonly says?: 'gone';
  /** Of what carries an answer: the HTTP client reads it, before any source sees the body. */
  readonly isCarrier?: true;
  /** They are waited for until the time for one answer is over. */
  readonly waits?: true;
  /** Public reports of such answers. */
  readonly documentedBy?: string;
}

const each = <Value>(values: readonly Value[], spoil: (value: Value) => Spoil): Readonly<Record<string, Spoil>> =>
  Object.fromEntries(values.map((value) => [JSON.stringify(value).slice(0, 80), spoil(value)]));

const range = (from: number, to: number, step = 1): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);

const deep = (open: string, close: string, depth = 200_000): string => open.repeat(depth) + close.repeat(depth);
const utf16 = (whole: string): Buffer => Buffer.from(`\ufeff${whole}`, 'utf16le');
/** With bytes that are no UTF-8 in place of what is not ASCII, and once more at the end. */
const latin1 = (whole: string): Buffer => Buffer.from(`${whole} \u00e9`, 'latin1');
const latin1Of = (whole: string): string => Buffer.from(whole).toString('latin1');
const head = (whole: string, headers: string): string =>
  `HTTP/1.1 200 OK\r\n${headers}\r\nContent-Length: ${Buffer.byteLength(whole)}\r\n\r\n${latin1Of(whole)}`;

/** Values of times, numbers of seconds and dates that headers have had. */
export const oddTimes = [
  ...['0', '-1', '1.5', '0.503', '90s', '90, 90', '12345678901234', '9'.repeat(20), '1e9', 'NaN', 'Infinity', '0x10'],
  ...['2027-01-01', 'Fri, 31 Dec 9999 23:59:59 GMT', 'Sat, 01 Jan 0000 00:00:00 GMT', 'Thu, 01 Jan 1994 00:00:00 GMT'],
  ...[
    'Sunday, 06-Nov-94 08:49:37 GMT',
    'Sun Nov  6 08:49:37 1994',
    'Sun, 32 Foo 2026 25:61:61 GMT',
    'now',
    '',
    '\u00a0',
  ],
  ...['-0', '+120', '1 2', '120;', '"120"', '９０', ' 120 ', 'a'.repeat(4000)],
];

export const kinds: Readonly<Record<string, Kind>> = {
  'another status': {
    isCarrier: true,
    answers: each(
      [
        ...range(201, 207),
        226,
        299,
        300,
        304,
        305,
        306,
        ...range(310, 390, 20),
        ...range(400, 403),
        ...range(405, 409),
      ].concat(
        [...range(411, 431), 440, 449, 451, 460, 494, 495, 499, ...range(500, 511), ...range(520, 530), 598, 599],
        [600, 666, 777, 800, 900, 999],
      ),
      (code) => withHeaders({}, code),
    ),
  },
  'a status that says that it is gone': { answers: each([404, 410], (code) => status(code)), says: 'gone' },
  'a status before the answer, or none': {
    isCarrier: true,
    answers: {
      ...each(
        ['101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade', '101 \r\nUpgrade: websocket'],
        (line) => raw(() => `HTTP/1.1 ${line}\r\n\r\n`),
      ),
      ...each([100, 102, 103, 110, 199], (code) => raw(() => `HTTP/1.1 ${code} \r\nLink: </a>\r\n\r\n`)),
      'a hundred of 103': raw(() => 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(100)),
      'a hundred of 103, and the answer': raw(
        ({ text: whole }) => 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(100) + head(whole, 'X: y'),
      ),
      ...each(
        ['HTTP/1.1 99 Odd', 'HTTP/1.1 1000 Odd', 'HTTP/1.1 -200 OK', 'HTTP/9.9 200 OK', 'ICY 200 OK', 'SSH-2.0-x', ''],
        (line) => raw(({ text: whole }) => `${line}\r\n\r\n${latin1Of(whole)}`),
      ),
      'HTTP/0.9': raw(({ text: whole }) => latin1Of(whole)),
    },
  },
  'Retry-After': {
    isCarrier: true,
    answers: Object.fromEntries(
      [429, 503, 200, 301].flatMap((code) =>
        Object.entries(
          each(
            oddTimes.filter((time) => !/[^\x20-\x7e]/.test(time)),
            (time) => status(code, { 'retry-after': time }),
          ),
        ).map(([name, spoil]) => [`${code} with ${name}`, spoil]),
      ),
    ),
    documentedBy: 'mastra-ai/mastra#23778, urllib3#2861, getsentry/sentry#7919',
  },
  'headers of time and caches': {
    isCarrier: true,
    answers: {
      ...Object.fromEntries(
        ['age', 'date', 'last-modified', 'expires'].flatMap((name) =>
          Object.entries(
            each(
              oddTimes.filter((time) => !/[^\x20-\x7e]/.test(time)),
              (time) => withHeaders({ [name]: time }),
            ),
          ).map(([time, spoil]) => [`${name}: ${time}`, spoil]),
        ),
      ),
      ...each(
        [
          'max-age=99999999999999999999',
          'max-age=-1',
          'max-age="60"',
          'max-age=1e9',
          'max-age',
          'no-cache=,max-age=,',
          'MAX-AGE=60',
          '=,;=',
          'private, '.repeat(500),
        ],
        (value) => withHeaders({ 'cache-control': value }),
      ),
      ...each(['', '"', 'W/', 'W/""', '*', '"a", "b"', '"a"-gzip', 'W/"a"-gzip', 'a'.repeat(8000), '\u00e9'], (etag) =>
        withHeaders({ etag }),
      ),
      'two lengths of max-age': withHeaders({ 'cache-control': ['max-age=60', 'max-age=0'] }),
      'Last-Modified after Date': withHeaders({
        date: 'Thu, 01 Jan 1970 00:00:00 GMT',
        'last-modified': 'Fri, 31 Dec 2099 23:59:59 GMT',
      }),
    },
    documentedBy: 'notatallshaw/nab#667, erlef/oidcc#538, mozilla-releng/balrog#2706',
  },
  'headers of a body': {
    isCarrier: true,
    answers: {
      ...each(
        [
          'GZIP',
          'gzip',
          'x-gzip',
          'br',
          'deflate',
          'zstd',
          'compress',
          'gzip, gzip',
          'aws-chunked',
          'ISO-8859-1',
          '\u00e9',
          ',',
        ],
        (coding) => withHeaders({ 'content-encoding': coding }),
      ),
      ...each(['GZIP', 'gzip, identity', ' gzip ', 'x-gzip'], (name) => encoded(name, codings.gzip)),
      ...each(['br', 'Br'], (name) => encoded(name, codings.br)),
      'deflate with its wrapper': encoded('deflate', codings.deflate),
      'deflate without its wrapper': encoded('deflate', codings.raw),
      'gzip that is called br': encoded('br', codings.gzip),
      'gzip twice': encoded('gzip', (whole) => codings.gzip(codings.gzip(whole))),
      'gzip that breaks off': encoded('gzip', (whole) => codings.gzip(whole).subarray(0, -9)),
      'gzip with more behind it': encoded('gzip', (whole) => Buffer.concat([codings.gzip(whole), Buffer.from('more')])),
      'gzip of 64 MB': encoded('gzip', () => codings.gzip(Buffer.alloc(64_000_000, 32))),
      ...each(
        [
          'text/html',
          'image/png',
          'application/json; charset=utf-7',
          'text/plain; charset=nonsense',
          'a; charset=',
          'charset=',
          '',
          ';;;',
          'text/html; charset="'.repeat(100),
        ],
        (type) => withHeaders({ 'content-type': type }),
      ),
      ...each(
        ['utf-16', 'utf-16be', 'ebcdic-us', 'x-user-defined', 'iso-2022-jp', 'replacement', 'shift_jis', 'gb18030'],
        (charset) => withHeaders({ 'content-type': `text/html; charset=${charset}` }),
      ),
      ...each([0, 5, 1e15, -1], (length) =>
        raw(({ text: whole }) => `HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n${latin1Of(whole)}`),
      ),
      'two lengths': raw(({ text: whole }) => head(whole, 'Content-Length: 3')),
      'a length and chunks': raw(({ text: whole }) => head(whole, 'Transfer-Encoding: chunked')),
      'a header without a colon': raw(({ text: whole }) => head(whole, 'Nonsense')),
      'a header with NUL': raw(({ text: whole }) => head(whole, 'X: \0')),
      'a header that is folded': raw(({ text: whole }) => head(whole, 'X: a\r\n b')),
      'a header in UTF-8': raw(({ text: whole }) => head(whole, `ETag: "${latin1Of('grün 잔디')}"`)),
      'headers of 100 kB': raw(({ text: whole }) => head(whole, `X: ${'y'.repeat(100_000)}`)),
      'three thousand headers': raw(({ text: whole }) => head(whole, 'X: y\r\n'.repeat(3000).trim())),
      '__proto__ as a header': raw(({ text: whole }) => head(whole, '__proto__: x\r\nconstructor: y')),
    },
    documentedBy: 'sindresorhus/got#303, request#2197, node-fetch#93',
  },
  redirects: {
    answers: {
      ...each([300, 301, 302, 303, 307, 308], (code) => redirect('/', strange, code)),
      'to a sign-in page with a count of its own': redirect('/login', strange),
      'to a page that is gone': redirect('/elsewhere', status(404)),
      'to a page that is gone for ever': redirect('/elsewhere', status(410)),
      'to itself': (good, response) => void response.writeHead(302, { location: good.path }).end(),
      'to the same page, with a session': redirect('?session=1', status(503)),
      'and so on': (good, response) => void response.writeHead(302, { location: `${good.path}/a` }).end(),
      'in raw UTF-8, to a page that is gone': (good, response) =>
        good.path.endsWith('/elsewhere')
          ? void response.writeHead(404).end()
          : void response.socket?.end('HTTP/1.1 301 Moved\r\nLocation: /grüner-platz\r\nContent-Length: 0\r\n\r\n'),
      ...each(
        [
          '',
          '//',
          'http://',
          '///',
          'http://[::1',
          'javascript:alert(1)',
          'file:///etc/passwd',
          'data:text/plain,5',
          'http://127.0.0.1:1/',
          'https://example.org/',
          'http:\\\\x',
          '\\',
          '?',
          '#',
          'http://user:pass@127.0.0.1/',
          `/${'a'.repeat(10_000)}`,
          '/%00',
          '/%',
        ],
        (location) => (good, response) =>
          good.path === '/a' ? void response.end(good.stranger) : void response.writeHead(302, { location }).end(),
      ),
      'without an address': status(302),
    },
    documentedBy: 'follow-redirects#125, dotnet/corefx#35103, wreq#1290, Norconex#199',
  },
  'a body of any kind': {
    answers: {
      ...each(
        [
          '',
          ' ',
          '\0',
          '\ufeff',
          'null',
          'true',
          '0',
          '7',
          '"7"',
          '[]',
          '{}',
          '[[]]',
          '[null]',
          '[{}]',
          '{"":""}',
          'NaN',
          '<',
          '<html>',
          '<!--',
          '<![CDATA[',
          'OK',
          'error code: 1020',
          '{"error":"slow down","n":0}',
          '{"errors":[{"code":13}]}',
          '\u2028',
          '{',
          '[',
          '"',
          '\\',
          '{"a":',
          ")]}',",
        ],
        (whole) => status(200, {}, whole),
      ),
      'nested 200,000 deep, in lists': status(200, {}, deep('[', ']')),
      'nested 100,000 deep, in objects': status(200, {}, deep('{"a":', '}', 100_000).replace(':}', ':1}')),
      'nested, and never closed': status(200, {}, '['.repeat(1_000_000)),
      'elements nested 50,000 deep': status(200, {}, deep('<b>', '</b>', 50_000)),
      '1.9 MB of blanks': text((whole) => whole + ' '.repeat(1_900_000)),
      '3 MB of blanks': text((whole) => whole + ' '.repeat(3_000_000)),
      twice: text((whole) => whole + whole),
      'twice, on two lines': text((whole) => `${whole}\n${whole}`),
      backwards: text((whole) => Array.from(whole).toReversed().join('')),
      'in capitals': text((whole) => whole.toUpperCase()),
      'in quotes': text((whole) => JSON.stringify(whole)),
      'in a list': text((whole) => `[${whole}]`),
      'in a list twice': text((whole) => `[${whole},${whole}]`),
      'in a comment': text((whole) => `<!-- ${whole} -->`),
      'in a script': text((whole) => `<script>${whole}</script>`),
      'in a template': text((whole) => `<template>${whole}</template>`),
      'as JSONP': text((whole) => `callback(${whole});`),
      'behind a warning of PHP': text(
        (whole) => `<br />\n<b>Warning</b>: Undefined index in <b>/a.php</b> on line <b>12</b><br />\n${whole}`,
      ),
      'as it was, behind a mark': text((whole) => `\ufeff${whole}`),
      'behind two marks': text((whole) => `\ufeff\ufeff${whole}`),
      'behind NUL': text((whole) => `\0${whole}`),
      'with NUL in each word': text((whole) => whole.replaceAll('e', 'e\0')),
      'in UTF-16': text(utf16),
      'in UTF-16, which it does not say': text((whole) => Buffer.from(whole, 'utf16le')),
      'in Latin-1': text(latin1),
      'in Latin-1, which it says': text(latin1, { 'content-type': 'text/html; charset=iso-8859-1' }),
      'in UTF-8, called UTF-16': text((whole) => whole, { 'content-type': 'application/json; charset=utf-16' }),
      'with half a character at the end': text((whole) => Buffer.concat([Buffer.from(whole), Buffer.from([0xc3])])),
      'about another petition, which it says': body((good) => (good.isNamed ? good.stranger : good.text)),
      'cut to nothing': body(() => ''),
      ...Object.fromEntries(
        range(1, 19).map((part) => [
          `cut after ${part} of 20 parts`,
          text((whole) => whole.slice(0, Math.floor((whole.length * part) / 20))),
        ]),
      ),
      'with NUL in the count': counted((n) => `${n.slice(0, 2)}\0${n.slice(2)}`),
    },
    documentedBy: 'url-metadata#82, node-metainspector#20, friendica#9263, lorien/grab#176 (charsets)',
  },
  'a body in pieces': {
    isCarrier: true,
    answers: {
      'byte by byte': slowly(
        ({ text: whole }) =>
          [...Buffer.from(whole.slice(0, 40))]
            .map((byte) => Buffer.from([byte]))
            .concat(Buffer.from(whole).subarray(Buffer.byteLength(whole.slice(0, 40)))),
        1,
      ),
      'cut within a character': slowly(
        ({ text: whole }) => [Buffer.from(whole).subarray(0, 61), Buffer.from(whole).subarray(61)],
        5,
      ),
      'that breaks off': ({ text: whole }, response) => {
        response.writeHead(200, { 'content-length': Buffer.byteLength(whole) });
        response.write(whole.slice(0, -1), () => response.destroy());
      },
      'that is reset': (_, response) => response.socket?.resetAndDestroy(),
      'nothing at all': (_, response) => response.destroy(),
      'half a line of status': raw(() => 'HTTP/1.'),
      'half a header': raw(() => 'HTTP/1.1 200 OK\r\nContent-Le'),
      ...each(['zz', '-5', '5;', 'ffffffffffffffff', '7fffffff', '5\r\nabc', '0', ''], (size) =>
        raw(({ text: whole }) => `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${size}\r\n${latin1Of(whole)}`),
      ),
      'chunks without an end': raw(
        ({ text: whole }) =>
          `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${Buffer.byteLength(whole).toString(16)}\r\n${latin1Of(whole)}\r\n`,
      ),
      'another answer behind it': raw(({ text: whole, stranger }) => head(whole, 'X: y') + head(stranger, 'X: y')),
    },
  },
  'a body that does not end': {
    answers: {
      nothing: () => undefined,
      'a drip of bytes': slowly(() => Array.from({ length: 1000 }, () => ' '), 100),
      'a drip of headers': (_, response) => {
        const { socket } = response;
        const drip = setInterval(() => socket?.write('X: y\r\n'), 100).unref();
        socket?.once('close', () => clearInterval(drip)).write('HTTP/1.1 200 OK\r\n');
      },
      'endless 103': (_, response) => {
        const { socket } = response;
        const drip = setInterval(() => socket?.write('HTTP/1.1 103 Early Hints\r\n\r\n'), 100).unref();
        socket?.once('close', () => clearInterval(drip)).write('HTTP/1.1 103 Early Hints\r\n\r\n');
      },
      'a redirect to nothing': redirect('/elsewhere', () => undefined),
      'all but the last byte': ({ text: whole }, response) => {
        response.writeHead(200, { 'content-length': Buffer.byteLength(whole) });
        response.write(whole.slice(0, -1));
      },
    },
    waits: true,
  },
  'the number, in JSON': {
    answers: {
      ...Object.fromEntries(
        [
          '-1',
          '1.5',
          '1e400',
          '-1e400',
          '1e308',
          '9007199254740993',
          '9'.repeat(400),
          '1e-7',
          'null',
          'true',
          '[]',
          '{}',
          '""',
          '"-"',
          '"1e5"',
          '" "',
          '"many"',
          '"1,234"',
          '"١٢٣"',
          '"0x10"',
          '[7]',
          '{"n":7}',
          'NaN',
          '0x10',
          '+5',
          '.5',
          '5.',
          '007',
          "'5'",
          '1_000',
          '"1.5"',
          '"-5"',
          '"\\u0000"',
          '"5\\n6"',
          deep('[', ']'),
          `"${'9'.repeat(100_000)}"`,
        ].map((value) => [value.slice(0, 30) + (value.length > 30 ? '…' : ''), field((name) => `${name}:${value}`)]),
      ),
      'twice, the last of them 0': field((name, count) => `${name}:${count},${name}:0`),
      'twice, the last of them another': field((name, count) => `${name}:${count},${name}:${count + 12_345}`),
      'as __proto__': field((_, count) => `"__proto__":${count}`),
      'in __proto__': field((name, count) => `"__proto__":{${name}:${count}}`),
      'with a comma too many': field((name, count) => `${name}:${count},,"x":1`),
      'with a comment': field((name, count) => `${name}:${count}/* so far */`),
      'with a name that is escaped': field(
        (name, count) =>
          `${name.replace(/"(\w)/, (_, letter: string) => `"\\u00${letter.charCodeAt(0).toString(16)}`)}:${count}`,
      ),
      'beside a million others': field((name, count) => `${name}:${count},"x":[${'1,'.repeat(500_000)}1]`),
      'beside objects that inherit': field(
        (name, count) =>
          `${name}:${count},"__proto__":{"toString":1,"valueOf":2},"constructor":null,"then":1,"toJSON":2`,
      ),
    },
    of: 'json',
    documentedBy: 'dotnet/extensions#2381, duckduckgo/privacy-configuration#2739 (keys twice)',
  },
  'the number, on a page': {
    answers: {
      'in nested elements': counted((n) => '<b>'.repeat(20_000) + n + '</b>'.repeat(20_000)),
      'with another that is hidden, behind it': counted((n) => `${n}<span hidden>7</span>`),
      ...each(
        [
          'display:none',
          'visibility:hidden',
          'DISPLAY : NONE',
          'color:red;display:none',
          'display:none!important',
          'display:/**/none',
          'display:none;display:block',
        ],
        (style) => counted((n) => `<span style="${style}">7</span>${n}`),
      ),
      ...each(
        [
          's',
          'sup',
          'small',
          'span',
          'a',
          'i',
          'sub',
          'del',
          'strike',
          'var',
          'kbd',
          'ruby',
          'rt',
          'mark',
          'font',
          'foo-bar',
          'br',
          'hr',
          'img',
          'p',
          'td',
          'li',
          'option',
          'button',
          'details',
          'dialog',
          'textarea',
          'select',
          'svg',
          'title',
          'noscript',
          'math',
        ],
        (name) => counted((n) => `${n}<${name}>3</${name}>`),
      ),
      ...each(['s', 'span', 'div', 'td', 'li', 'br', 'dd', 'option', 'button', 'details'], (name) =>
        counted((n) => `48<${name}>${n}</${name}>`),
      ),
      ...each(['tr', 'dl', 'ul', 'p'], (name) => counted((n) => `<${name}><td>48<td>${n}</${name}>`)),
      'with a picture of a digit': counted((n) => `<img alt="4">${n}`),
      'with a field': counted((n) => `${n}<input value="3">`),
      'with a longer number that has the same digits': counted((n) => `1${n}3, ${n}<sup>3</sup>`),
      'with a private sign': counted((n) => `${n.slice(0, 2)}\ue000${n.slice(2)}`),
      'with a zero-width space': counted((n) => `${n.slice(0, 2)}\u200b${n.slice(2)}`),
      'with a soft hyphen': counted((n) => `${n.slice(0, 2)}&shy;${n.slice(2)}`),
      'cut by an element': counted((n) => `${n.slice(0, 2)}<b>${n.slice(2)}</b>`),
      'cut by a line': counted((n) => `${n.slice(0, 2)}<br>${n.slice(2)}`),
      'twice, once for screen readers': counted(
        (n) => `<span aria-hidden=true>${n}</span><span class=sr-only>${n}</span>`,
      ),
      'twice, with words': counted((n) => `<span>${n} signatures</span><span>${n} signatures</span>`),
      'that rolls': counted(() =>
        Array.from('1201')
          .map(
            (_, index) =>
              `<span>${range(0, index + 1)
                .map((digit) => `<i>${digit}</i>`)
                .join('')}</span>`,
          )
          .join(''),
      ),
      'filled in by a script': counted(() => '<script>n()</script>'),
      'not yet filled in': counted(() => ''),
      'as a template': counted(() => '{{ count }}'),
      ...each(
        [
          '-5',
          '1.5',
          '1e5',
          'many',
          '—',
          '...',
          'N/A',
          'NaN',
          'undefined',
          'null',
          '9'.repeat(30),
          '1,2,3',
          '1.234,5',
          '12,34,5',
          '1 2 3',
          '5%',
          '1k',
          '1.2M',
          '>5',
          '~5',
          '5+',
          '½',
          '5½',
          'IV',
          '5/6',
          '2026-10-10',
          '５６ ７',
          '+5',
          '0x10',
          '07:30',
        ],
        (other) => counted(() => other),
      ),
      'twice, in two cards': around((element, n) => `${element}${element.replace(n, '8')}`),
      'twice, the other first': around((element, n) => `${element.replace(n, '8')}${element}`),
      hidden: around((element) => `<div style="display:none">${element}</div>`),
      'in a comment': around((element) => `<!-- ${element} -->`),
      'in an attribute': around((element) => `<p title='${element}'></p>`),
      'in a textarea': around((element) => `<textarea>${element}</textarea>`),
      'in a frame': around((element) => `<iframe srcdoc='${element}'></iframe>`),
      'in elements that are not closed': around((element) => `<table><tr><td><p><b>${element}`),
      'the page ends in it': text((whole, { count }) =>
        whole.slice(0, whole.search(countIn({ text: whole, count })) + 2),
      ),
    },
    of: 'pages',
    documentedBy:
      'CitizenLabDotCo/citizenlab#13793, SeleniumHQ/selenium#13639, joplin#14604, UniversalAutomaticCurrencyConverter#65',
  },
};

/** Values that are written as they are in JSON: what stands in a field of another type, or of none. */
export const oddValues: readonly string[] = [
  ...[
    '{}',
    '[]',
    '[null]',
    '[false]',
    '[[[]]]',
    '{"at":null}',
    '{"done":false,"note":"It is still open."}',
    '{"__proto__":{"open":true}}',
    '-1',
    '1.5',
    '1e308',
    '1e400',
    '-0',
  ],
  ...[
    '""',
    '" "',
    '"0"',
    '"false"',
    '"null"',
    '"undefined"',
    '"N"',
    '"-"',
    '"n/a"',
    '"open?"',
    '"\\u0000"',
    '"\\ud800"',
    '"\\u202e"',
  ],
  ...[
    '"<script>"',
    '"${7*7}"',
    '"../../x"',
    '"\\r\\nSubject: x"',
    '9007199254740993',
    deep('[', ']'),
    deep('{"a":', '1}', 50_000),
  ],
  ...['"toString"', '"constructor"', '"__proto__"', `"${'x'.repeat(300_000)}"`],
];

/** Times that cannot be, and others that no platform means, as texts in JSON. */
export const oddInstants: readonly string[] = [
  ...[
    '0001-01-01T00:00:00',
    '0001-01-01T00:00:00Z',
    '9999-12-31T00:00:00',
    '9999-12-31T23:59:59.9999999Z',
    '1970-01-01T00:00:00Z',
  ],
  ...[
    '-000001-01-01T00:00:00Z',
    '+275760-09-13T00:00:00Z',
    '+275760-09-13T00:00:00.001Z',
    '-271821-04-20T00:00:00Z',
    '+999999-01-01T00:00:00Z',
  ],
  ...['2026-02-30T00:00:00Z', '2026-13-01', '2026-00-00', '0000-00-00 00:00:00', '2026-12-01T25:00:00Z'],
  ...['2026-12-01T00:01:30+99:99', '2027-02-28T21:30:00[Nowhere/Land]', '2027-02-28[u-ca=hebrew]'],
  ...['12/13/2027', '13/13/2027', '1', '0', '-', 'n/a', 'tomorrow', 'now', '2027', '12:30'],
].map((time) => JSON.stringify(time));

/** The same as numbers: seconds, milliseconds, and what is neither. */
export const oddTimestamps: readonly string[] = [
  '0',
  '-1',
  '1',
  '253402300800',
  '8640000000000001',
  '-62135596800',
  '1e20',
  '1.5',
];
