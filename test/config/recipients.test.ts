/** Whom petitions.json tells: what is refused of addresses and choices, and when it gets crowded. */
import { BadInput } from '../../src/validation.ts';
import { checkConfig } from '../../src/config/read-config.ts';
import { filterPolicyQuotaWarning, alertSubscriptions } from '../../src/config/subscriptions.ts';
import { alertNames } from '../../src/domain/alerts.ts';

const watch = [{ source: 'uk-parliament', petition: '700143' }];
const email = 'desk@example.org';

function faultsOf(people: object): Record<string, string> {
  try {
    checkConfig({ watch, ...people }, 'petitions.json');
  } catch (error) {
    if (error instanceof BadInput) return Object.fromEntries(error.faults.map(({ path, message }) => [path, message]));
    throw error;
  }
  return {};
}
const subscriber = (one: object): Record<string, string> => faultsOf({ subscribers: [one] });

describe('an address', () => {
  test.each([
    [{ sms: '+4407700900000' }, 'sms', /has extra digits; use "\+447700900000" \(it is "\+4407700900000"\)/],
    [
      { sms: '+447700900000000' },
      'sms',
      /has an unknown country code, or too few or too many digits; a good value is "\+4477/,
    ],
    [{ sms: '+999123456789' }, 'sms', /has an unknown country code/],
    [{ sms: 447700900000 }, 'sms', /must be a telephone number with country code/],
    [{ webhook: 'example.org/alerts' }, 'webhook', /must be an http\(s\) address, such as "https:/],
    [{ webhook: 'http://example.org/alerts' }, 'webhook', /must be an https address of a public host, unless/],
    [{ webhook: 'https://192.168.1.7/alerts' }, 'webhook', /must be an https address of a public host, unless/],
    [{ queue: 'alerts' }, 'queue', /must be the ARN of a standard queue, such as "arn:aws:sqs:/],
    [{ queue: 'arn:aws:sqs:eu-west-2:123456789012:alerts.fifo' }, 'queue', /must be the ARN of a standard queue/],
    [{ function: 'arn:aws:sqs:eu-west-2:123456789012:alerts' }, 'function', /must be the ARN of a function, such as/],
  ])('%j is refused, for subscribers and operators alike', (address, kind, message) => {
    expect(subscriber(address)).toEqual({ [`subscribers.0.${kind}`]: expect.stringMatching(message) });
    expect(faultsOf({ operators: [address] })).toEqual({ [`operators.0.${kind}`]: expect.stringMatching(message) });
  });

  test('of a private host is taken when the config says so', () => {
    const webhook = 'http://127.0.0.1:8998/alerts';
    expect(faultsOf({ subscribers: [{ webhook }], allowPrivateSources: true })).toEqual({});
  });

  test('that is named twice in a list is refused; in both lists it may be', () => {
    expect(faultsOf({ subscribers: [{ email }, { email, alerts: ['threshold-met'] }] })).toEqual({
      'subscribers.1.email': expect.stringMatching(/^is already used by subscribers\.0; .* so merge the filters/),
    });
    expect(faultsOf({ subscribers: [{ email }], operators: [{ email }] })).toEqual({});
  });
});

describe('a choice', () => {
  test.each([
    [{ alerts: ['met'] }, 'alerts.0', /^must be an alert; there are "threshold-met", "threshold-missed", /],
    [{ sources: ['uk'] }, 'sources.0', /^must be a source that the monitor reads; did you mean "uk-parliament"\? \(/],
    [
      { sources: ['us-we-the-people'] },
      'sources.0',
      /^is not a source of a watched petition; there is "uk-parliament" \(/,
    ],
    [
      { petitions: ['uk-parliament/1'] },
      'petitions.0',
      /^is not a watched petition; there is "uk-parliament\/700143" \(/,
    ],
    [{ petitions: ['700143'] }, 'petitions.0', /^must be a petition, such as "uk-parliament\/700143" \(it is "700143"/],
    [
      { thresholds: ['debates'] },
      'thresholds.0',
      /^is not a threshold of a watched petition; did you mean "debate"\? \(/,
    ],
    [
      { thresholds: [] },
      'thresholds',
      /^must not be empty: name one, such as "debate", or leave the list out to get all/,
    ],
    [{ alerts: 'threshold-met' }, 'alerts', /^must be a list, such as \["threshold-met"\]/],
  ])('%j is refused, with the good ones', (choices, path, message) => {
    expect(subscriber({ email, ...choices })).toEqual({ [`subscribers.0.${path}`]: expect.stringMatching(message) });
  });

  test('of 150 combinations is taken, of more is refused with the sum', () => {
    const watched = Array.from({ length: 38 }, (_, index) => ({
      source: 'uk-parliament',
      petition: String(index + 1),
    }));
    const choosing = (petitions: number, alerts: number): Record<string, string> =>
      faultsOf({
        watch: watched,
        subscribers: [
          {
            email,
            alerts: alertNames.slice(0, alerts),
            petitions: watched.slice(0, petitions).map(({ petition }) => `uk-parliament/${petition}`),
            thresholds: ['debate'],
          },
        ],
      });
    // The threshold counts twice: itself, and that there is none.
    expect(choosing(15, 5)).toEqual({});
    expect(choosing(38, 2)).toEqual({
      'subscribers.0':
        'has filters with 152 combinations (2 of alert × 38 of petition × 2 of threshold), and SNS allows 150: name fewer, or leave a list out to get all',
    });
  });
});

test('from nine tenths of the filter policies of a topic on there is a warning', () => {
  const subscribers = Array.from({ length: 180 }, (_, index) => ({
    email: `a${index}@example.org`,
    sources: ['uk-parliament'],
  }));
  const crowdOf = (count: number): string | undefined =>
    filterPolicyQuotaWarning(
      alertSubscriptions(
        checkConfig({ watch, subscribers: [...subscribers.slice(0, count), { email }] }, 'petitions.json'),
      ),
    );
  expect(crowdOf(179)).toBeUndefined();
  expect(crowdOf(180)).toMatch(/^180 subscribers have filters, and SNS allows 200 filter policies per topic: /);
});
