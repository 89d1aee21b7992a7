/** A summary as people read it, and as SNS takes it. */
import { gsm7Length } from '../../src/notifications/charsets.ts';
import { messageBody } from '../../src/notifications/alert-message.ts';
import { inSummaries, summaryId, summaryKind, summaryMessage } from '../../src/notifications/summary-message.ts';
import type { Alert } from '../../src/domain/alerts.ts';
import { sample, samples } from './samples.ts';

const many = (alert: Alert, count: number, change: (n: number) => Partial<Alert> = () => ({})): Alert[] =>
  Array.from({ length: count }, (_, n) => ({
    ...alert,
    id: `uk-parliament/${700_001 + n}#3`,
    petition: `uk-parliament/${700_001 + n}`,
    url: `https://petition.parliament.uk/petitions/${700_001 + n}`,
    signatures: alert.signatures + n,
    ...change(n),
  }));

const messageOf = (alerts: readonly Alert[]) => {
  const [first, ...others] = inSummaries(alerts);
  if (first === undefined || others.length > 0) throw new Error(`${others.length + 1} summaries`);
  return summaryMessage(first, 'https://example.org/about-our-monitor');
};

test('a summary names each petition with what happened, its link and its alert, most signatures first', () => {
  const { subject, email, sms } = messageOf(many(sample('closed-early'), 3));
  expect(`Subject: ${subject}\n\n${email}\nSMS: ${sms}\n`).toMatchSnapshot();
});

test('its first words say what happened to how many petitions, for each kind of alert', () => {
  const headlines = samples.map(([name, alert]) => `${name}: ${messageOf(many(alert, 14)).subject}`);
  expect(headlines.join('\n')).toMatchSnapshot();
  expect(headlines.every((headline) => !headline.endsWith('...'))).toBe(true);
});

test('what keeps changing is said to, as in a single alert', () => {
  const flapping = { state: 'started', since: sample('closed-early').detectedAt, changes: 3 } as const;
  const alert = { ...sample('closed-early'), flapping };
  expect(messageOf(many(alert, 12)).subject).toBe('Keeps changing: 12 petitions of uk-parliament were closed early');
  expect(summaryKind(alert)).not.toBe(summaryKind(sample('closed-early')));
});

test('an SMS is one part, and has as many petitions as there is room for', () => {
  for (const [, alert] of samples) {
    expect(gsm7Length(`PETITIONS> ${messageOf(many(alert, 25)).sms}`)).toBeLessThanOrEqual(160);
  }
  const { sms } = messageOf(many(sample('closed-early'), 214));
  expect(sms).toMatch(/^214 petitions of uk-parliament were closed early: 700214, 700213, .* and \d+ more\.$/);
  expect(messageOf(many(sample('closed-early'), 2)).sms).toBe(
    '2 petitions of uk-parliament were closed early: 700002, 700001.',
  );
});

test('the same alerts in another order are the same message, and others another', () => {
  const alerts = many(sample('threshold-met'), 12);
  expect(messageOf(alerts.toReversed())).toEqual(messageOf(alerts));
  expect(summaryId(alerts.slice(1))).not.toBe(summaryId(alerts));
});

test('machines can tell it from an alert: its type is its own, and it names the alerts that come by themselves', () => {
  const alerts = many(sample('threshold-met'), 2);
  expect(JSON.parse(messageOf(alerts).event)).toMatchObject({
    id: summaryId(alerts),
    type: 'petitions.summary',
    subject: 'uk-parliament',
    data: {
      of: 'threshold-met',
      source: 'uk-parliament',
      threshold: 'response',
      count: 2,
      alerts: ['uk-parliament/700002#3', 'uk-parliament/700001#3'],
    },
  });
});

test('filter policies find it by all its petitions, and by what its alerts share', () => {
  const { attributes, petitions } = messageOf(many(sample('threshold-met'), 2));
  expect(attributes).toEqual({ alert: 'threshold-met', source: 'uk-parliament', threshold: 'response' });
  expect(petitions).toEqual(['uk-parliament/700002', 'uk-parliament/700001']);
  expect(messageOf(many(sample('petition-gone'), 2)).attributes).toEqual({
    alert: 'petition-gone',
    source: 'uk-parliament',
  });
});

test.each(['short', 'ö'.repeat(400), '🗳'.repeat(200), '"\\'.repeat(200), '\u0000\u202e\n'.repeat(100)])(
  'however many they are and whatever their titles, each is in one summary, and SNS takes all of them: %j',
  (title) => {
    const alerts = many(sample('threshold-met'), 800, (n) => ({ title: `${n} ${title}` }));
    const summaries = inSummaries(alerts);
    expect(summaries.flat()).toEqual(alerts);
    for (const one of summaries) {
      const pageOf = ({ id }: Alert): string => `https://petitions.example.org/${id}${'x'.repeat(140)}`;
      const message = summaryMessage(one, undefined, pageOf);
      const attributes = JSON.stringify(message.petitions) + JSON.stringify(message.attributes);
      expect(Buffer.byteLength(messageBody(message) + attributes)).toBeLessThan(262_144);
      for (const alert of one) {
        const { id, url } = alert;
        expect(message.email).toContain(`${url ?? ''}\nAlert ${id}\nThe evidence: ${pageOf(alert)}\n`);
      }
      expect(message.subject).toMatch(/^[\x20-\x7e]{1,99}$/);
    }
  },
);

test('each alert of a summary leads to its page, unless the address is too long', () => {
  const [first] = inSummaries(many(sample('closed-early'), 2));
  const pageOf = ({ petition }: Alert): string =>
    `https://petitions.example.org/${petition.endsWith('1') ? 'a' : 'b'.repeat(300)}`;
  const { email } = summaryMessage(first ?? [sample('closed-early')], undefined, pageOf);
  expect(email).toContain('Alert uk-parliament/700001#3\nThe evidence: https://petitions.example.org/a\n');
  expect(email).toContain('Alert uk-parliament/700002#3\n\n');
});
