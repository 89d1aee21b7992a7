/**
 * Channels and faults: what befalls all eight at the same time, each at a platform of its own kind on loopback, and what comes of
 * the alerts. The function runs as it does on AWS (test/deliver/deployed.ts): by alerts, by the schedule that it sets, and once an hour.
 */
import type { ServerResponse } from 'node:http';
import { channelKinds, type ChannelKind } from '../../src/channels/channel-registry.ts';
import type { ConfigInput } from '../../src/config/config.ts';
import type { Instant } from '../../src/domain/time.ts';
import { startDeployed, type Deployed } from '../deliver/deployed.ts';
import { alertOf, secret, type Got } from '../deliver/world.ts';

export interface ChannelTally {
  /** One for each channel. */
  readonly cells: number;
  readonly alerts: number;
  /** Different alerts that the platform took, alone or in a summary. */
  readonly taken: number;
  /** Alerts that it took once more. */
  readonly repeated: number;
  /** Not taken, and told to the operators. */
  readonly dropped: number;
  readonly lost: number;
  /** The longest time from when all was well until an alert was taken, in minutes. */
  readonly minutes: number;
}

export interface ChannelRow {
  readonly fault: string;
  readonly tally: ChannelTally;
  /** Channels for which the guarantee did not hold. */
  readonly broken: readonly string[];
}

/** How a platform answers. `taken`: it has the message, whatever it answers. */
interface Answer {
  readonly taken: boolean;
  readonly give: (response: ServerResponse) => void;
}

interface World extends Deployed {
  /** From now on, to messages; to the login too, unless it is `well`. */
  readonly answering: (answer: (kind: ChannelKind) => Answer, login?: 'well') => void;
  readonly wellAgain: () => void;
  /** The alerts with these numbers. */
  readonly handed: (...numbers: readonly number[]) => Promise<void>;
}

export interface ChannelFault {
  readonly name: string;
  /** It ends with `wellAgain`, where it ends. */
  readonly happen: (world: World) => Promise<void>;
  /** Takes that the guarantee allows beyond the first. */
  readonly repeats?: number;
  /** Which channels drop them, with a notice. */
  readonly drops?: (kind: ChannelKind) => number;
  /** SNS itself hands them over in another order. */
  readonly anyOrder?: boolean;
  /** An hour, unless it is said: no channel waits longer for its next try. */
  readonly within?: number;
}

const said = (status: number, headers: Record<string, string> = {}, body = ''): Answer => ({
  taken: false,
  give: (response) => void response.writeHead(status, headers).end(body),
});
const success = (kind: ChannelKind): string =>
  kind === 'slack' ? 'ok' : '{"ok":true,"id":"1","uri":"at://x","did":"did:plc:x","accessJwt":"ey"}';
const well = (kind: ChannelKind): Answer => ({ ...said(200, {}, success(kind)), taken: true });
const toAll = (answer: Answer) => () => answer;

const anHour = 60;
const aDay = 24 * anHour;

/** Each begins with all well. In the order of the page. */
const faults: readonly ChannelFault[] = [
  { name: 'none', happen: (world) => world.handed(1, 2, 3), within: 1 },
  { name: 'SNS hands over each alert twice', happen: (world) => world.handed(1, 2, 3, 1, 2, 3), within: 1 },
  {
    name: 'the platform answers 503 for a day',
    happen: (world) => during(world, said(503), aDay),
    within: 16,
  },
  {
    name: 'nobody answers for six hours, and twelve alerts wait',
    happen: async (world) => {
      world.answering(toAll({ taken: false, give: (response) => void response.destroy() }));
      for (let n = 1; n <= 12; n++) {
        await world.handed(n);
        await world.minutes(anHour / 2);
      }
      world.wellAgain();
    },
    within: 16,
  },
  {
    name: 'the platform answers 429 with `Retry-After`',
    happen: (world) => during(world, said(429, { 'retry-after': '420' }), 5),
    within: 7,
  },
  {
    name: 'the platform answers 429 with a bad, past or endless `Retry-After`',
    happen: async (world) => {
      for (const value of ['soon', '-5', 'Thu, 01 Jan 1970 00:00:00 GMT', '604800']) {
        world.answering(toAll(said(429, { 'retry-after': value })));
        await world.handed(1, 2, 3);
        await world.minutes(10);
      }
      world.wellAgain();
    },
  },
  {
    name: 'the platform takes it, and half of its answer comes',
    happen: async (world) => {
      world.answering(
        toAll({
          taken: true,
          give: (response) => {
            response.writeHead(200, { 'content-length': '999' }).write('{"o');
            setTimeout(() => response.destroy(), 5);
          },
        }),
        'well',
      );
      await world.handed(1);
      world.wellAgain();
      await world.handed(2, 3);
    },
    repeats: 1,
  },
  {
    name: 'the platform takes it, and its answer is lost',
    happen: async (world) => {
      world.answering(toAll({ taken: true, give: (response) => void response.destroy() }), 'well');
      await world.handed(1);
      world.wellAgain();
      await world.handed(2, 3);
    },
    repeats: 1,
  },
  {
    name: 'the answer drips, and has no end',
    happen: async (world) => {
      world.answering(
        toAll({
          taken: false,
          give: (response) => {
            response.writeHead(200);
            const drip = setInterval(() => void response.write(' '), 500);
            response.on('close', () => clearInterval(drip));
          },
        }),
      );
      await world.handed(1);
      world.wellAgain();
      await world.handed(2, 3);
    },
  },
  {
    name: 'the secret is revoked, and a new one comes after a day',
    happen: (world) => during(world, said(401), aDay),
    within: 61,
  },
  {
    name: 'the parameter is not there for two hours',
    happen: async (world) => {
      const before = new Map(world.parameters);
      world.parameters.clear();
      await world.handed(1, 2, 3);
      await world.minutes(2 * anHour);
      for (const [name, value] of before) world.parameters.set(name, value);
      world.wellAgain();
    },
    within: 16,
  },
  {
    name: 'the address redirects for six hours',
    happen: (world) => during(world, said(302, { location: '/elsewhere' }), 6 * anHour),
    within: 61,
  },
  {
    name: 'the address is gone for good (410)',
    happen: (world) => during(world, said(410), 8 * 24 * anHour, false),
    drops: () => 3,
  },
  {
    name: 'the platform refuses the message (400), each time',
    happen: async (world) => {
      world.answering(toAll(said(400)), 'well');
      await world.handed(1, 2, 3);
      await world.minutes(2);
      world.wellAgain();
    },
    // A program that refuses today may take it tomorrow.
    drops: (kind) => (kind === 'post' ? 0 : 3),
  },
  {
    name: 'the run dies after the answer of the platform',
    happen: async (world) => {
      // The first write takes the channels; none comes after it.
      world.dies(channelKinds.length);
      await world.handed(1);
      await world.handed(2, 3);
      world.wellAgain();
    },
    repeats: 1,
  },
  {
    name: 'the run dies before it stores the alert',
    happen: async (world) => {
      world.dies(0);
      await world.handed(1, 2, 3);
      world.wellAgain();
    },
  },
  {
    name: 'two runs at the same time',
    happen: async (world) => {
      await Promise.all([world.handed(1, 2), world.handed(3), world.handed(2, 3)]);
      world.wellAgain();
    },
    within: 4,
    anyOrder: true,
  },
  {
    name: 'Scheduler is down for an hour while the platform is',
    happen: async (world) => {
      world.scheduler.before(() => Promise.reject(new Error('down')));
      await during(world, said(503), anHour, false);
      world.scheduler.before(() => Promise.resolve());
      world.wellAgain();
    },
  },
];

/** What `npm test` tries. The others take a minute each: `npm run test:slow`. */
const usual: ReadonlySet<string> = new Set([
  'the platform answers 429 with `Retry-After`',
  'the platform takes it, and half of its answer comes',
  'the platform refuses the message (400), each time',
  'the run dies after the answer of the platform',
  'two runs at the same time',
]);
export const channelFaultNames = faults.map(({ name }) => name);
export const usualFaults = faults.filter(({ name }) => usual.has(name));
export const otherFaults = faults.filter(({ name }) => !usual.has(name));

/** Three alerts, and so long with this answer. */
async function during(world: World, answer: Answer, minutes: number, ends = true): Promise<void> {
  world.answering(toAll(answer));
  await world.handed(1, 2, 3);
  await world.minutes(minutes);
  if (ends) world.wellAgain();
}

/** Of a message: the alerts that it names, and how many it has. A summary counts those for which it has no room. */
function alertsIn(body: string): { readonly named: readonly number[]; readonly count: number } {
  const named = [...new Set(Array.from(body.matchAll(/Petition no (\d+) of /g), ([, n]) => Number(n)))];
  return { named, count: Number(/(\d+) alerts\b/.exec(body)?.[1] ?? named.length) };
}

function kindOf({ path }: Got): ChannelKind {
  if (path.startsWith('/bot')) return 'telegram';
  if (path.startsWith('/api/v1')) return 'mastodon';
  if (path.startsWith('/xrpc')) return 'bluesky';
  const name = path.replace(/^\//, '').replace(/\?.*/, '');
  return channelKinds.find((kind) => kind === name) ?? 'ntfy';
}

const isLogin = ({ path }: Got): boolean => path.endsWith('createSession');

const subscribers = (url: string): ConfigInput['subscribers'] => [
  { slack: { parameter: '/petitions/slack' } },
  { discord: { parameter: '/petitions/discord' } },
  { teams: { parameter: '/petitions/teams' } },
  { telegram: { chat: '@petitions', server: url, parameter: '/petitions/telegram' } },
  { ntfy: { topic: `${url}/petitions`, parameter: '/petitions/ntfy' } },
  { mastodon: { server: url, parameter: '/petitions/mastodon' } },
  { bluesky: { handle: 'desk.bsky.social', server: url, parameter: '/petitions/bluesky' } },
  { post: { url: `${url}/post`, parameter: '/petitions/post' } },
];

const secrets = (url: string): Readonly<Record<ChannelKind, string>> => ({
  slack: `${url}/slack`,
  discord: `${url}/discord`,
  teams: `${url}/teams`,
  telegram: '123456789:AAE-abcdefghijklmnopqrstuvwxyz01234',
  ntfy: 'tk_abcdefghijklmnopqrstuvwxyz012',
  mastodon: 'abcdefghijklmnopqrstuvwxyz0123456789',
  bluesky: 'abcd-efgh-ijkl-mnop',
  post: secret,
});

/** A message that a channel took. */
interface Taken extends ReturnType<typeof alertsIn> {
  readonly at: Instant;
}

/** Every channel is one cell. */
export async function measureFault({
  name,
  happen,
  repeats = 0,
  drops = () => 0,
  within = 61,
  anyOrder = false,
}: ChannelFault): Promise<ChannelRow> {
  const deployed = await startDeployed(subscribers);
  const seen = new Map<ChannelKind, Taken[]>(channelKinds.map((kind) => [kind, []]));
  let [answer, login]: [(kind: ChannelKind) => Answer, 'well' | undefined] = [well, undefined];
  let alright = deployed.clock();
  const handedOver = new Set<number>();
  const world: World = {
    ...deployed,
    answering: (next, loginIs) => void ([answer, login] = [next, loginIs]),
    wellAgain: () => {
      [answer, login, alright] = [well, undefined, deployed.clock()];
    },
    handed: async (...numbers) => {
      for (const n of numbers) handedOver.add(n);
      await deployed.hand(...numbers.map((n) => alertOf(n, { title: `Petition no ${n} of ours` })));
    },
  };
  try {
    for (const [kind, value] of Object.entries(secrets(deployed.platform)))
      deployed.parameters.set(`/petitions/${kind}`, value);
    deployed.answers((response, got) => {
      const kind = kindOf(got);
      const { taken, give } = isLogin(got) && login === 'well' ? well(kind) : answer(kind);
      if (taken && !isLogin(got)) seen.get(kind)?.push({ ...alertsIn(got.body), at: deployed.clock() });
      give(response);
    });
    await happen(world);
    for (let minute = 0; minute < 90; minute++) {
      const queues = await deployed.monitor.channelQueues();
      if (queues.length > 0 && queues.every(({ queue }) => queue.waiting.length === 0)) break;
      await deployed.minutes(1);
    }
    // Operators hear of what was dropped once an hour.
    await deployed.minutes(70);
    const rows = channelKinds.map((kind) => judged(kind));
    const total = (of: (row: (typeof rows)[number]) => number): number => rows.reduce((sum, row) => sum + of(row), 0);
    return {
      fault: name,
      tally: {
        cells: rows.length,
        alerts: total(({ alerts }) => alerts),
        taken: total(({ taken }) => taken),
        repeated: total(({ repeated }) => repeated),
        dropped: total(({ dropped }) => dropped),
        lost: total(({ lost }) => lost),
        minutes: Math.max(...rows.map(({ minutes }) => minutes)),
      },
      broken: rows.flatMap(({ broken }) => broken),
    };
  } finally {
    await deployed.close();
  }

  function judged(kind: ChannelKind) {
    const all = seen.get(kind) ?? [];
    const numbers = all.flatMap(({ named }) => named);
    const first = [...new Set(numbers)];
    // Those that are counted and not named are others: in a world without fault they would all be new.
    const unnamed = all.reduce((sum, { named, count }) => sum + count - named.length, 0);
    const taken = first.length + unnamed;
    const dropped = deployed.notices
      .filter(({ notice, source }) => notice === 'channel-dropped' && source.startsWith(`${kind} `))
      .reduce((sum, { alerts = 0 }) => sum + alerts, 0);
    const waits = all.map(({ at }) => Math.max(0, Math.ceil(at.since(alright).total('minutes'))));
    const tally = {
      alerts: handedOver.size,
      taken,
      repeated: numbers.length - first.length,
      dropped,
      lost: handedOver.size - taken - dropped,
      minutes: Math.max(0, ...waits),
    };
    const isInOrder = first.every((n, place) => place === 0 || n > (first[place - 1] ?? 0));
    const faults = [
      ...(tally.lost === 0 ? [] : ['lost']),
      ...(tally.repeated === repeats ? [] : ['repeated']),
      ...(dropped === drops(kind) ? [] : ['dropped']),
      ...(tally.minutes <= within ? [] : ['late']),
      ...(isInOrder || anyOrder ? [] : ['out of order']),
    ];
    const broken =
      faults.length === 0 ? [] : [`${name}, ${kind}: ${faults.join(', ')} ${JSON.stringify({ ...tally, numbers })}`];
    return { ...tally, broken };
  }
}
