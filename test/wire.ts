/**
 * The wire between a run and all that it talks to: the table, SNS and the platform. It passes every call on, knows it by
 * its operation, and does to it what a cell of the matrix asks for.
 */
import { Agent, createServer, request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { bodyOf, listen } from '../emulator/listen.ts';

export const peers = ['table', 'sns', 'source'] as const;
export type Peer = (typeof peers)[number];
export type Addresses = Readonly<Record<Peer, string>>;

export interface Call {
  /** Which call of the run it is, from 1. */
  readonly n: number;
  /** Which of its operation in the run, from 1. */
  readonly nth: number;
  readonly to: Peer;
  /** `PutItem`, `Publish`, `GET` … */
  readonly operation: string;
  /** Of a publication: its topic; empty for others. */
  readonly topic: string;
}

export interface Sent extends Call {
  /** What is sent: for SNS, the message. */
  readonly content: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer | string;
}

/** What befalls a call. */
export interface Fate {
  /** Happens before it is carried out. */
  readonly before?: () => Promise<unknown>;
  /** Instead of being carried out it gets this answer, or the connection is reset. */
  readonly instead?: Answer | 'reset';
  /** Happens when it has been carried out, before the answer goes back. */
  readonly after?: () => Promise<unknown>;
  /** It is carried out, and the connection is reset in place of the answer. */
  readonly answerLost?: boolean;
}

export type Fates = (call: Sent) => Fate | undefined;

export interface Wire {
  readonly addresses: Addresses;
  readonly calls: readonly Call[];
  /** How many calls something befell. */
  readonly struck: () => number;
  /** From the next call on. */
  readonly decide: (fates: Fates) => void;
  readonly close: () => Promise<void>;
}

export const untouched: Fates = () => undefined;

export async function startWire(targets: Addresses): Promise<Wire> {
  const calls: Call[] = [];
  const agent = new Agent({ keepAlive: true });
  let fates = untouched;
  let struck = 0;

  async function pass(to: Peer, request: IncomingMessage): Promise<Answer | 'reset'> {
    const body = await bodyOf(request);
    const n = calls.length + 1;
    const { operation, content, topic } = namesOf(to, request, body);
    const nth = calls.filter((call) => call.operation === operation).length + 1;
    calls.push({ n, nth, to, operation, topic });
    const fate = fates({ n, nth, to, operation, content, topic });
    if (fate === undefined) return forward(targets[to], request, body, agent);
    struck += 1;
    await fate.before?.();
    if (fate.instead !== undefined) return fate.instead;
    const answer = await forward(targets[to], request, body, agent);
    await fate.after?.();
    return fate.answerLost === true ? 'reset' : answer;
  }

  const serve = (to: Peer) =>
    listen(
      createServer((request, response) => {
        // A platform's clock is that of the test, or none.
        response.sendDate = to !== 'source';
        // One that is killed may leave a request half sent.
        const answered = pass(to, request).catch((): 'reset' => 'reset');
        void answered.then((answer) => {
          if (answer === 'reset') request.socket.destroy();
          else response.writeHead(answer.status, answer.headers).end(answer.body);
        });
      }),
    );
  const [table, sns, source] = await Promise.all([serve('table'), serve('sns'), serve('source')]);
  return {
    addresses: { table: table.url, sns: sns.url, source: source.url },
    calls,
    struck: () => struck,
    decide: (next) => {
      fates = next;
    },
    close: async () => {
      agent.destroy();
      await Promise.all([table.close(), sns.close(), source.close()]);
    },
  };
}

function namesOf(
  to: Peer,
  { headers, method = '' }: IncomingMessage,
  body: Buffer,
): Pick<Sent, 'operation' | 'content' | 'topic'> {
  const content = body.toString();
  if (to === 'source') return { operation: method, content, topic: '' };
  if (to === 'table') return { operation: String(headers['x-amz-target']).replace(/.*\./, ''), content, topic: '' };
  const form = new URLSearchParams(content);
  return {
    operation: form.get('Action') ?? '',
    content: form.get('Message') ?? '',
    topic: form.get('TopicArn') ?? '',
  };
}

function forward(target: string, from: IncomingMessage, body: Buffer, agent: Agent): Promise<Answer> {
  const { method, headers, url = '/' } = from;
  return new Promise((resolve, reject) => {
    httpRequest(new URL(url, target), { method, headers, agent }, (response) => {
      bodyOf(response).then((answered) => {
        resolve({ status: response.statusCode ?? 502, headers: response.headers, body: answered });
      }, reject);
    })
      .on('error', reject)
      .end(body);
  });
}
