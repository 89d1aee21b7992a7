/**
 * Queues, functions and certificates of the same CDK app among the settings. Their ARNs are tokens, which only
 * CloudFormation resolves. The schema checks placeholders of the right form in their place, and the template gets the
 * tokens back.
 */
import { Stack, Token } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { ConfigInput } from '../src/config/config.ts';
import { addressKinds, type AddressKind } from '../src/config/recipients.ts';

/** A recipient as petitions.json has it, or with a queue or function of the app. */
type WithResources<Recipient> = Omit<Recipient, 'queue' | 'function'> & {
  /**
   * A standard queue, or its ARN. The policy of a queue that this app creates is extended, so that the topic may send
   * to it.
   * @default - none
   */
  readonly queue?: string | IQueue | undefined;
  /**
   * A function, or its ARN. The topic may invoke it.
   * @default - none
   */
  readonly function?: string | IFunction | undefined;
};

type Written<List extends 'subscribers' | 'operators' | 'digests'> = NonNullable<ConfigInput[List]>[number];
type Site = NonNullable<ConfigInput['site']>;

export type MonitorSubscriber = WithResources<Written<'subscribers'>>;
export type MonitorOperator = WithResources<Written<'operators'>>;
type DigestRecipient = NonNullable<Written<'digests'>['subscribers']>[number];
export type MonitorDigest = Omit<Written<'digests'>, 'subscribers'> & {
  /** @default - nobody: the topic of the list is an output */
  readonly subscribers?: readonly WithResources<DigestRecipient>[];
};
export type MonitorSite = Omit<Site, 'certificate'> & {
  /**
   * The certificate for `domain`, or its ARN. It must be in us-east-1.
   * @default - none: the site has CloudFront's own domain
   */
  readonly certificate?: string | ICertificate | undefined;
};

/** The settings in which resources of the app may be. */
export interface SettingsWithResources {
  /**
   * Who gets the alerts. Queues and functions of the same app may be named as they are.
   * @default - nobody: subscribe to `alertTopic`
   */
  readonly subscribers?: readonly MonitorSubscriber[];
  /**
   * Who is notified when the monitor itself has a problem.
   * @default - nobody: subscribe to `operatorTopic`
   */
  readonly operators?: readonly MonitorOperator[];
  /**
   * Who gets a summary every day or week.
   * @default - no digests
   */
  readonly digests?: readonly MonitorDigest[];
  /**
   * A public site that shows the status of the petitions.
   * @default - none
   */
  readonly site?: MonitorSite | undefined;
}

/** Placeholders that the schema finds good. Account 000000000000 does not exist, and `.invalid` is nobody's domain. */
const placeholders: Record<AddressKind | 'certificate' | 'domain', (n: number) => string> = {
  email: (n) => `token-${n}@token.invalid`,
  // Drama numbers of Ofcom, which nobody has.
  sms: (n) => `+4477009${String(n).padStart(5, '0')}`,
  webhook: (n) => `https://token-${n}.example.org/`,
  queue: (n) => `arn:aws:sqs:us-east-1:000000000000:token-${n}`,
  function: (n) => `arn:aws:lambda:us-east-1:000000000000:function:token-${n}`,
  certificate: (n) => `arn:aws:acm:us-east-1:000000000000:certificate/token-${n}`,
  domain: (n) => `token-${n}.token.invalid`,
};

export class AppResources {
  readonly #scope: Construct;
  /** Tokens by their placeholders. */
  readonly #values = new Map<string, string>();
  readonly #queues = new Map<string, IQueue>();
  readonly #functions = new Map<string, IFunction>();

  constructor(scope: Construct) {
    this.#scope = scope;
  }

  /** The settings as the schema can check them. */
  toSettings({ subscribers, operators, digests, site }: SettingsWithResources): object {
    const recipients = (all: readonly MonitorOperator[]): object[] => all.map((one) => this.#toRecipient(one));
    return {
      ...(subscribers && { subscribers: recipients(subscribers) }),
      ...(operators && { operators: recipients(operators) }),
      ...(digests && {
        digests: digests.map((list) => ({
          ...list,
          ...(list.subscribers && { subscribers: recipients(list.subscribers) }),
        })),
      }),
      ...(site && { site: this.#toSite(site) }),
    };
  }

  /** What the template gets for a text that was checked: the token, or the text itself. */
  valueOf(text: string): string {
    return this.#values.get(text) ?? text;
  }

  /** The queue of the app at this endpoint; undefined when only its ARN was given. */
  queueAt(endpoint: string): IQueue | undefined {
    return this.#queues.get(endpoint);
  }

  functionAt(endpoint: string): IFunction | undefined {
    return this.#functions.get(endpoint);
  }

  /** A text that names the endpoint in an id: the same at each synthesis, which the text of a token is not. */
  stableName(text: string): string {
    const value = this.valueOf(text);
    return Token.isUnresolved(value) ? JSON.stringify(Stack.of(this.#scope).resolve(value)) : value;
  }

  #toRecipient(recipient: MonitorOperator): object {
    const { queue, function: invoked, ...rest } = recipient;
    const settings: Partial<Record<AddressKind, unknown>> = { ...rest };
    for (const kind of addressKinds) {
      if (settings[kind] !== undefined) settings[kind] = this.#toText(kind, settings[kind]);
    }
    if (queue !== undefined) settings.queue = this.#toQueue(queue);
    if (invoked !== undefined) settings.function = this.#toFunction(invoked);
    return settings;
  }

  #toQueue(queue: string | IQueue): unknown {
    if (typeof queue === 'string') return this.#toText('queue', queue);
    // Topics of alerts are standard topics, and SNS refuses FIFO queues there: the schema says so of this name.
    if (queue.fifo) return `${queue.node.path}.fifo`;
    const text = this.#toText('queue', queue.queueArn);
    this.#queues.set(text, queue);
    return text;
  }

  #toFunction(invoked: string | IFunction): unknown {
    if (typeof invoked === 'string') return this.#toText('function', invoked);
    const text = this.#toText('function', invoked.functionArn);
    this.#functions.set(text, invoked);
    return text;
  }

  #toSite({ certificate, domain, ...site }: MonitorSite): object {
    const arn = typeof certificate === 'object' ? certificate.certificateArn : certificate;
    return {
      ...site,
      ...(domain !== undefined && { domain: this.#toText('domain', domain) }),
      ...(arn !== undefined && { certificate: this.#toText('certificate', arn) }),
    };
  }

  #toText(kind: keyof typeof placeholders, value: string): string;
  #toText(kind: keyof typeof placeholders, value: unknown): unknown;
  #toText(kind: keyof typeof placeholders, value: unknown): unknown {
    if (typeof value !== 'string' || !Token.isUnresolved(value)) return value;
    // One token is one placeholder: an address that is used twice is a fault, as it is in petitions.json.
    const known = [...this.#values].find(([, token]) => token === value)?.[0];
    if (known !== undefined) return known;
    const placeholder = placeholders[kind](this.#values.size + 1);
    this.#values.set(placeholder, value);
    return placeholder;
  }
}
