import { CloudEvent } from 'cloudevents';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { followersMessage } from '../../src/notifications/followers-message.ts';
import { alertMessage, type SnsMessage } from '../../src/notifications/alert-message.ts';
import { gsm7Length } from '../../src/notifications/charsets.ts';
import { alertNames, alertSchema, type Alert } from '../../src/domain/alerts.ts';
import { at } from '../domain/story.ts';
import { sample, samples } from './samples.ts';
import { anyString } from '../strings.ts';

const contact = 'https://example.org/about-our-monitor';

test('there is a sample of every alert', () => {
  expect(new Set(samples.map(([, { alert }]) => alert))).toEqual(new Set(alertNames));
});

test.each(samples)('%s, as a subscriber reads it', (_, alert) => {
  const { subject, email, sms } = alertMessage(alert, { contact });
  expect(`Subject: ${subject}\n\n${email}\nSMS: ${sms}\n`).toMatchSnapshot();
});

test('machines get a CloudEvents document whose data is the alert itself', () => {
  for (const [, alert] of samples) {
    const event = new CloudEvent<unknown>(
      z.parse(z.record(z.string(), z.unknown()), JSON.parse(alertMessage(alert).event)),
    );
    expect(event.validate()).toBe(true);
    expect(event).toMatchObject({ id: alert.id, type: `petition.${alert.alert}`, subject: alert.petition });
    expect(z.parse(alertSchema, event.data)).toEqual(alert);
  }
});

test('filter policies find the alert, its source, petition and threshold', () => {
  expect(alertMessage(sample('threshold-met')).attributes).toEqual({
    alert: 'threshold-met',
    source: 'test',
    petition: 'test/1',
    threshold: 'response',
  });
  expect(alertMessage(sample('petition-gone')).attributes).toEqual({
    alert: 'petition-gone',
    source: 'test',
    petition: 'test/1',
  });
});

test('without a contact the mail does not speak of one', () => {
  expect(alertMessage(sample('threshold-met')).email).not.toMatch(/change what you receive|The evidence/);
  const page = 'https://petitions.example.org/petitions/test/1.html#alert-2';
  expect(alertMessage(sample('threshold-met'), { page }).email).toContain(`Alert test/1#2.\nThe evidence: ${page}\n`);
});

// Such an SMS had an empty place, `signatures: . korea-assembly/…`, and such a subject only the rest of a title (2026-11).
test.each(['...', '', '🔥🔥🔥'])(
  'where nothing is left of a title, the petition is named by its platform and number: %s',
  (title) => {
    const petition = 'korea-assembly/5C2A0000000000000000000000000000';
    const { subject, sms, email } = alertMessage({ ...sample('threshold-met'), title, petition });
    expect(subject).toMatch(/ signatures - korea-assembly\/5C2A0+$/);
    expect(sms).toMatch(/ signatures\. korea-assembly\/5C2A0+$/);
    expect(email).toContain(title);
  },
);

test.each([
  ['교통안전을 위한 청원', '교통안전을 위한 청원'],
  ['7.15 교통안전 청원에 관한 국민동의', '7.15 교통안전 청…'],
  ['ลดค่าโดยสาร', 'ลดค่าโดยสาร'],
])('a title that has no form in the alphabet of an SMS begins there in its own: %s', (title, begins) => {
  const { subject, sms } = alertMessage({ ...sample('threshold-met'), title, petition: 'korea-assembly/5C2A' });
  expect(sms).toBe(`Threshold met: 100,412 of 100,000 signatures - ${begins}`);
  expect(`PETITIONS> ${sms}`.length).toBeLessThanOrEqual(70);
  expect(subject).toMatch(/ signatures - korea-assembly\/5C2A$/);
});

describe('an SMS with the short address of the page', () => {
  const short = 'https://d111111abcdef8.cloudfront.net/p/k3f9ab2c.html';
  const smsOf = (alert: Alert, link = short): string => alertMessage(alert, { short: link }).sms;

  test.each(samples)('%s: one part, the headline whole, and the link whole or not there', (_, alert) => {
    const sms = smsOf(alert);
    expect(gsm7Length(`PETITIONS> ${sms}`)).toBeLessThanOrEqual(160);
    expect(sms.startsWith(alertMessage(alert).sms.replace(/ - .*/, ''))).toBe(true);
    expect(sms.includes('http') ? sms.endsWith(` ${short}`) : sms === alertMessage(alert).sms).toBe(true);
  });

  test('the page names the petition, and the title gives way', () => {
    const alert = {
      ...sample('threshold-met'),
      title: 'Repeal the Online Safety Act and all that follows from it, now',
    };
    expect(smsOf(alert)).toBe(
      `Threshold met: 100,412 of 100,000 signatures - Repeal the Online Safety Act and all that foll.. ${short}`,
    );
    expect(smsOf({ ...alert, title: 'Owls!' })).toBe(`Threshold met: 100,412 of 100,000 signatures - Owls ${short}`);
    expect(smsOf({ ...alert, title: '🔥' })).toBe(`Threshold met: 100,412 of 100,000 signatures - test/1 ${short}`);
  });

  test('is without it where less than two dozen characters of the title were left, or in the letters of the title', () => {
    const alert = {
      ...sample('threshold-met'),
      title: 'Repeal the Online Safety Act and all that follows from it, now',
    };
    const long = `https://petitions.a-very-long-name-of-a-newsroom-somewhere.example.org/p/k3f9ab2c.html`;
    expect(smsOf(alert, long)).toBe(alertMessage(alert).sms);
    expect(smsOf(alert, 'https://пример.example/p/k3f9ab2c.html')).toBe(alertMessage(alert).sms);
    expect(smsOf({ ...alert, title: '교통안전을 위한 청원' })).not.toContain('http');
  });
});

test('an answer is told in its own words, on one line, beside where it is', () => {
  const answerText = 'The Government has no plans to do that…';
  const answerUrl = 'https://petitions.example.org/answer';
  for (const name of ['response-met', 'response-late'] as const) {
    const { email, event, sms } = alertMessage({ ...sample(name), answerText, answerUrl });
    expect(email).toContain(`It begins: “${answerText}” The answer: ${answerUrl}\n`);
    expect(event).toContain(`"answerText":"${answerText}"`);
    expect(sms).toBe(alertMessage(sample(name)).sms);
    expect(alertMessage({ ...sample(name), answerText, answerUrl: undefined }).email).toContain(`“${answerText}”\n`);
  }
});

test('where the headline leaves no place for it, the petition is named by its platform and number', () => {
  const alert = { ...sample('threshold-met'), signatures: 123_456_789, needed: 123_456_780, title: '교통안전' };
  expect(alertMessage({ ...alert, petition: 'korea-assembly/5C2A' }).sms).toMatch(
    / signatures\. korea-assembly\/5C2A$/,
  );
});

test('an id that has no plain form is written as in an address: no name ends with nothing', () => {
  const { subject, sms } = alertMessage({ ...sample('threshold-met'), title: '…', petition: 'change-org/감세' });
  expect(subject).toMatch(/ signatures - change-org\/%EA%B0%90%EC%84%B8$/);
  expect(sms).toMatch(/ signatures\. change-org\/%EA%B0%90%EC%84%B8$/);
  // Also beside a link, and in the last mail to followers.
  const short = 'https://example.org/p/f53gensl.html';
  const linked = alertMessage({ ...sample('threshold-met'), title: '…', petition: 'change-org/감세' }, { short });
  expect(linked.sms).toMatch(/ - change-org\/%EA%B0%90%EC%84%B8 https:\/\/example\.org\/p\/f53gensl\.html$/);
  const last = followersMessage({ petition: 'change-org/감세', title: '…' }, 'over', at('2026-03-01T00:00:00Z'), {});
  expect(last.subject).toBe('Petition over - change-org/%EA%B0%90%EC%84%B8');
  expect(last.sms).toBe('Petition over: change-org/%EA%B0%90%EC%84%B8');
});

test('nothing that came from outside forges a line, where it is in the table already', () => {
  const [petition, url] = ['us-we-the-people/1\n\nIMPORTANT: pay', 'https://x.example/\nBcc: x'];
  const { subject, sms, email } = alertMessage({ ...sample('threshold-met'), petition, url, answerUrl: url });
  expect(email).not.toMatch(/^(?:IMPORTANT|Bcc)/m);
  expect(`${subject}${sms}`).not.toContain('\n');
});

describe('whatever a title holds', () => {
  const unruly = fc.oneof(
    anyString({ maxLength: 300 }),
    fc.constantFrom(
      '',
      '\r\nBcc: x@example.org',
      '🙂'.repeat(5000),
      'x'.repeat(10_000),
      '<script>',
      '\u202Eevil\u202C',
      '{[^~]}€'.repeat(40),
    ),
  );
  const messages = fc.tuple(
    fc.constantFrom(...samples),
    unruly,
    fc.stringMatching(/^[a-z-]{1,20}\/[A-Za-z0-9_-]{1,64}$/),
    fc.nat(999_999_999),
  );
  const always = (check: (message: SnsMessage, alert: Alert) => void): void => {
    fc.assert(
      fc.property(messages, ([[, alert], title, petition, signatures]) => {
        const needed = alert.needed && signatures;
        const changed = { ...alert, title, petition, signatures, needed, daysLate: signatures };
        check(alertMessage(changed, { contact }), changed);
      }),
      { numRuns: 500 },
    );
  };

  test('the subject is one line of printable ASCII under 100 characters that begins with a letter or digit', () => {
    always(({ subject }) => expect(subject).toMatch(/^[A-Za-z0-9][\x20-\x7e]{0,98}$/));
  });

  // docs.aws.amazon.com/sns/latest/dg/sms_publish-to-topic.html, 2026-11: the display name comes first, in capitals.
  test('the SMS is one part with the name of its topic, and names the petition and its number', () => {
    always(({ sms }, { petition, signatures }) => {
      const places = gsm7Length(`PETITIONS> ${sms}`);
      if (places === undefined) expect(`PETITIONS> ${sms}`.length).toBeLessThanOrEqual(70);
      else {
        expect(places).toBeLessThanOrEqual(160);
        expect(sms).toContain(petition.slice(0, 40).replace(/_$/, ''));
      }
      expect(sms).toContain(signatures.toLocaleString('en-GB'));
      expect(sms).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u);
    });
  });

  test('the mail keeps its shape: no control characters, no direction marks, one line for the title', () => {
    always(({ email }) => {
      expect(email).not.toMatch(/[^\P{Cc}\n]|(?![\u200c\u200d])[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(email.split('\n').length).toBeLessThan(25);
    });
  });

  test('the event is JSON that holds the title to the letter', () => {
    always(({ event }, { title }) => expect(JSON.parse(event)).toMatchObject({ data: { title } }));
  });
});
