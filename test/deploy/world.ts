/** What the steps work with: an account, a platform, and two queues that subscribe. */
import type { ConfigInput } from '../../src/config/config.ts';
import type { AlertName } from '../../src/domain/alerts.ts';
import { Account } from './account.ts';
import { makeInbox, type Inbox } from './inbox.ts';
import { startPlatform, type Platform } from './platform.ts';
import { DeployedStack } from './stack.ts';

export interface Surroundings {
  /** Whether it is no account of AWS's: what costs nothing, and is nobody's. */
  readonly emulated: boolean;
  /** The port of 127.0.0.1 on which the platform is; 0 for any. */
  readonly port: number;
  /** How the deployed function reaches the platform; absent, at its own address. */
  readonly platformUrl: string | undefined;
}

export class World {
  readonly account = new Account();
  readonly emulated: boolean;
  readonly platform: Platform;
  /** The stages, and which of them may be there: to be taken down at the end. */
  readonly dev = new DeployedStack('dev');
  readonly prod = new DeployedStack('prod');
  readonly begun = new Set<DeployedStack>();
  readonly #platformUrl: string;
  readonly #inboxes = new Map<string, Inbox>();

  private constructor(platform: Platform, { emulated, platformUrl }: Surroundings) {
    this.platform = platform;
    this.emulated = emulated;
    this.#platformUrl = platformUrl ?? platform.url;
  }

  static async open(surroundings: Surroundings): Promise<World> {
    return new World(await startPlatform(surroundings.port), surroundings);
  }

  /** A petitions.json that watches these petitions of the platform, and tells these queues, the last of them only some. */
  watching(ids: readonly string[], inboxes: readonly Inbox[], alerts?: AlertName[]): ConfigInput {
    return {
      watch: ids.map((petition) => ({ source: 'uk-parliament', petition, baseUrl: this.#platformUrl })),
      subscribers: inboxes.map(({ arn }, n) => ({ queue: arn, ...(n === inboxes.length - 1 && { alerts }) })),
      contact: 'https://example.org/about-our-monitor',
      allowPrivateSources: true,
    };
  }

  async deploy(stack: DeployedStack, config: ConfigInput): Promise<void> {
    this.begun.add(stack);
    await stack.deploy(config);
  }

  async makeInbox(name: string): Promise<Inbox> {
    const admitted = `${this.dev.prefix}*`;
    const inbox = await makeInbox(`petition-deploy-${name}-${Date.now().toString(36)}`, (queue) =>
      queue.replace(':sqs:', ':sns:').replace(/[^:]*$/, admitted),
    );
    this.#inboxes.set(name, inbox);
    return inbox;
  }

  inbox(name: string): Inbox {
    const inbox = this.#inboxes.get(name);
    if (inbox === undefined) throw new Error(`there is no queue "${name}" yet`);
    return inbox;
  }

  /** Leaves nothing in the account, whatever was done by now. What was done, or nothing. */
  async clear(): Promise<string[]> {
    const done: string[] = [];
    for (const stack of this.begun) {
      if ((await this.account.stack(stack.name)) === undefined) continue;
      await stack.destroy();
      done.push(`stack ${stack.name}`);
    }
    // None was there at the start, so that these are ours.
    for (const { prefix } of this.begun) {
      for (const one of await this.account.named(prefix)) {
        const [kind, name = ''] = one.split(' ');
        if (kind !== 'table') continue;
        await this.account.deleteTable(name);
        done.push(one);
      }
    }
    for (const [name, inbox] of this.#inboxes) {
      await inbox.delete();
      this.#inboxes.delete(name);
      done.push(`queue "${name}"`);
    }
    return done;
  }

  async close(): Promise<void> {
    this.account.close();
    for (const stack of [this.dev, this.prod]) stack.forget();
    await this.platform.close();
  }
}
