/**
 * The SNS endpoint: the part of Amazon SNS's query protocol that this project uses, for the real SDK client. There is
 * no well-kept emulator of it without a container. It refuses by name what it does not have.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import XMLBuilder from 'fast-xml-builder';
import type { Subscription } from '../../src/config/subscriptions.ts';
import { bodyOf, guarded, isSigned, listen, type LoopbackServer } from '../listen.ts';
import { snsActions, type SnsActions } from './actions.ts';
import { SnsDeliveries, type DeliverySettings } from './delivery.ts';
import type { KeptTopics } from './kept-topics.ts';
import { invalidParameter, SnsError } from './sns-error.ts';
import { SnsTopics, type SnsPublication } from './topics.ts';

export interface SnsSettings extends DeliverySettings {
  /**
   * Whether mail addresses must confirm first, and again when they got too much; who does not in 48 hours is dropped.
   * Absent: no, for on a laptop nobody gets the mail that asks for it.
   */
  readonly mailsConfirm?: boolean;
  /** The topics on which they must in any case. Absent: none. */
  readonly isConfirming?: (topic: string) => boolean;
  /** Those of these topics that outlast the process. Absent: none. */
  readonly kept?: KeptTopics | undefined;
  /** What an SMS costs, in dollars: at a dollar in a calendar month no more are sent. Absent: nothing. */
  readonly smsPrice?: number;
  /** Whether each message comes twice to each address, as one may at any time: AWS promises "at least once". */
  readonly deliversTwice?: boolean;
  /** Each accepted message, once, whoever subscribes to it. */
  readonly onPublication?: (publication: SnsPublication) => void;
}

export interface SnsEndpoint extends LoopbackServer {
  /** As the deploy of a stack does: a topic with these subscriptions. Returns its ARN. @throws {SnsError} where Amazon SNS would refuse it. */
  readonly deployTopic: (name: string, displayName: string, subscriptions: readonly Subscription[]) => string;
  /** Resolves when everything that was published so far has been delivered, or waits for a later try. */
  readonly settled: () => Promise<void>;
}

const xml = new XMLBuilder();
const statuses: Record<SnsError['code'], number> = {
  InvalidParameter: 400,
  FilterPolicyLimitExceeded: 403,
  AuthorizationError: 403,
  NotFound: 404,
  InternalError: 500,
};

export async function startSns(settings: SnsSettings): Promise<SnsEndpoint> {
  const {
    mailsConfirm = false,
    isConfirming = () => false,
    smsPrice = 0,
    deliversTwice = false,
    kept,
    onPublication = () => undefined,
  } = settings;
  const mustConfirm = (topic: string): boolean => mailsConfirm || isConfirming(topic);
  const server = createServer();
  const listening = await listen(server, kept?.port).catch(() => listen(server));
  const port = Number(new URL(listening.url).port);
  if (kept?.port !== undefined && kept.port !== port)
    settings.onNote?.(
      `Port ${kept.port} is in use: the links in earlier mails to followers do not work until a start finds it free.`,
    );
  const deliveries: SnsDeliveries = new SnsDeliveries(settings, listening.url, (arn) => topics.find(arn));
  const topics = new SnsTopics(
    {
      now: () => Date.parse(settings.now()),
      mustConfirm: (one) => deliveries.isPosted(one) || (one.protocol === 'email' && mustConfirm(one.topic)),
      mailsConfirm: mustConfirm,
      smsPrice,
      deliversTwice,
      onChange: (topic, all) => {
        if (isConfirming(topic)) kept?.write(all, port);
      },
    },
    kept?.topics,
  );
  const actions = snsActions(topics, deliveries, onPublication);
  server.on(
    'request',
    guarded(
      async (request, response) => {
        const parameters = await parametersOf(request);
        const isServed = request.method === 'POST' || linkActions.includes(parameters.get('Action') ?? '');
        const { status, body } = await respond(isServed ? actions : {}, parameters, isSigned(request.headers));
        response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
      },
      { methods: ['POST', 'GET'], openTo: 'links' },
    ),
  );
  return {
    ...listening,
    deployTopic: (name, displayName, subscriptions) => {
      const topic = topics.create(name, new Map([['DisplayName', displayName]]));
      for (const { protocol, endpoint, filterPolicy } of subscriptions) {
        const attributes = new Map(filterPolicy && [['FilterPolicy', JSON.stringify(filterPolicy)]]);
        deliveries.askToConfirm(topics.subscribe(topic, protocol, endpoint, attributes));
      }
      return topic;
    },
    settled: () => deliveries.settled(),
    close: () => {
      deliveries.close();
      return listening.close();
    },
  };
}

/** From a form in the body, as the SDK sends it, or from the query of a link in a message. */
async function parametersOf(request: IncomingMessage): Promise<URLSearchParams> {
  const { method, url = '' } = request;
  return new URLSearchParams(method === 'POST' ? String(await bodyOf(request)) : url.replace(/^[^?]*/, ''));
}

/** The actions of those links. No page in a browser can guess the token, or the id in the ARN. */
const linkActions = ['ConfirmSubscription', 'Unsubscribe'];

async function respond(
  actions: SnsActions,
  parameters: URLSearchParams,
  signed: boolean,
): Promise<{ status: number; body: string }> {
  const name = parameters.get('Action') ?? '';
  const metadata = { RequestId: randomUUID() };
  try {
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (action === undefined) throw new SnsError('InvalidParameter', `${name} is not part of this endpoint`);
    const response = { [`${name}Result`]: await action(parameters, signed), ResponseMetadata: metadata };
    return { status: 200, body: xml.build({ [`${name}Response`]: response }) };
  } catch (error) {
    // Any other error is of a parameter: an endpoint that is no URL, a message that is no event of the monitor.
    const { code: Code, message: Message } = error instanceof SnsError ? error : invalidParameter(String(error));
    const refusal = { Type: 'Sender', Code, Message };
    return { status: statuses[Code], body: xml.build({ ErrorResponse: { Error: refusal, ...metadata } }) };
  }
}
