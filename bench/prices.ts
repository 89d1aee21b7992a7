/**
 * AWS's list prices in US dollars, us-east-1, for what the monitor uses: without the free tiers, which are told apart. As found on
 * `taken` in the sources named, not read off AWS's price list on that day: check before you rely on them.
 */

/** When the prices were put together here. */
export const taken = '2026-11-25';

export interface Price {
  /** Dollars for `per` units. */
  readonly dollars: number;
  readonly per: number;
  readonly unit: string;
  /** What an account has free each month, for good. */
  readonly free: number;
  /** Where the price stands, and as of when. */
  readonly source: string;
}

const million = 1e6;
const dynamoDb =
  'aws.amazon.com/dynamodb/pricing, since the cut of 2024-11-01; airbyte.com/data-engineering-resources/dynamodb-pricing of 2025-07';
const lambda =
  'aws.amazon.com/lambda/pricing; cloudchipr.com/blog/aws-lambda-pricing of 2024; the same in mariano/lambda_local_runner, lambda-13-cost.md, of 2026-05';
const cloudWatch =
  'aws.amazon.com/cloudwatch/pricing (free tier); signoz.io/guides/cloudwatch-pricing of 2026-02; c3x.dev (alarms); factualminds.com of 2026-06 (logs, dashboards); amazonwebshark.com of 2022-04, a bill (alarms)';
const sqs =
  'aws.amazon.com/sqs/pricing; cloudburn.io/blog/amazon-sqs-pricing of 2026-03; factualminds.com/blog/amazon-sqs-pricing-64kb-rule-fifo-vs-standard of 2026-06';
const sns =
  'aws.amazon.com/sns/pricing; factualminds.com/blog/amazon-sns-pricing-publishes-fanout-protocols of 2026-06';
const s3 =
  'aws.amazon.com/s3/pricing; devnotes.tech/understanding-aws-s3-pricing-a-complete-cost-breakdown-with-examples (undated); what is deleted is not charged, by the same';
const cloudFront =
  'aws.amazon.com/cloudfront/pricing, North America and Europe, the free tier for good; wring.co/blog/aws-cloudfront-pricing-guide (undated; requests)';

export const prices = {
  readUnit: { dollars: 0.125, per: million, unit: 'read request unit', free: 0, source: dynamoDb },
  writeUnit: { dollars: 0.625, per: million, unit: 'write request unit', free: 0, source: dynamoDb },
  storage: { dollars: 0.25, per: 1, unit: 'GB of table and index', free: 25, source: dynamoDb },
  invocation: { dollars: 0.2, per: million, unit: 'invocation of a function', free: million, source: lambda },
  computing: {
    dollars: 0.0000133334,
    per: 1,
    unit: 'GB-second of a function on ARM',
    free: 400_000,
    source: lambda,
  },
  schedule: {
    dollars: 1,
    per: million,
    unit: 'invocation by a schedule',
    free: 14 * million,
    source:
      'aws.amazon.com/eventbridge/pricing; cloudburn.io/blog/amazon-eventbridge-pricing of 2026-03; awsnegotiations.com of 2026-05 (free tier)',
  },
  queue: { dollars: 0.5, per: million, unit: 'request of a FIFO queue, up to 64 kB', free: million, source: sqs },
  logs: { dollars: 0.5, per: 1, unit: 'GB of log taken in', free: 5, source: cloudWatch },
  metric: { dollars: 0.3, per: 1, unit: 'metric of our own', free: 10, source: cloudWatch },
  alarm: { dollars: 0.1, per: 1, unit: 'metric of an alarm', free: 10, source: cloudWatch },
  dashboard: { dollars: 3, per: 1, unit: 'dashboard', free: 3, source: cloudWatch },
  kept: { dollars: 0.023, per: 1, unit: 'GB in a bucket', free: 0, source: s3 },
  put: { dollars: 0.005, per: 1_000, unit: 'PUT or LIST of a bucket', free: 0, source: s3 },
  get: {
    dollars: 0.0004,
    per: 1_000,
    unit: 'GET of a bucket, as by CloudFront for what it has not',
    free: 0,
    source: s3,
  },
  visit: {
    dollars: 0.01,
    per: 10_000,
    unit: 'request to CloudFront over https',
    free: 10 * million,
    source: cloudFront,
  },
  transfer: { dollars: 0.085, per: 1, unit: 'GB from CloudFront to a reader', free: 1_000, source: cloudFront },
  publication: { dollars: 0.5, per: million, unit: 'publication', free: million, source: sns },
  mail: { dollars: 2, per: 100_000, unit: 'mail', free: 1_000, source: sns },
  webhook: { dollars: 0.6, per: million, unit: 'post to a webhook', free: 100_000, source: sns },
} as const satisfies Record<string, Price>;

export type Priced = keyof typeof prices;

/** Believed, not read: in London (eu-west-2) the table and the logs are some fifth dearer, and the rest is about the same. */
export const timesInLondon: Partial<Record<Priced, number>> = { readUnit: 1.19, writeUnit: 1.19, logs: 1.2 };

/** The dollars that so much costs, at the list price. */
export const listPrice = (what: Priced, amount: number): number => (amount / prices[what].per) * prices[what].dollars;

/** The dollars beyond the free tier, in an account that has nothing else in it. */
export const beyondFree = (what: Priced, amount: number): number =>
  listPrice(what, Math.max(0, amount - prices[what].free));
