/** One stage of the monitor, deployed: by the commands that people give, and asked as they ask it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod/mini';
import { stackOutputs } from '../../cli/stack-outputs.ts';
import { stackNames, type Stage } from '../../cli/stage.ts';
import { parseJson } from '../../src/validation.ts';
import type { ConfigInput } from '../../src/config/config.ts';
import type { Item } from '../../src/storage/table-keys.ts';
import { checkExport, exportItems } from '../../cli/data/export-format.ts';
import { cdk, monitor, run } from './command.ts';

const summarySchema = z.object({ polls: z.int(), readings: z.int(), committed: z.int(), published: z.int() });
export type Summary = z.output<typeof summarySchema>;

const standingSchema = z.object({
  petition: z.string(),
  signatures: z.nullable(z.int()),
  thresholds: z.array(z.object({ threshold: z.string(), verdict: z.string() })),
});
const lastSchema = z.object({
  summary: z.literal(true),
  lastTick: z.nullable(z.string()),
  absent: z.nullable(z.array(z.object({ endpoint: z.string(), state: z.string(), of: z.string() }))),
});

export interface Status {
  /** As `source/id count threshold:verdict …`, in the order of the command. */
  readonly petitions: readonly string[];
  readonly lastTick: string | null;
  /** Whom of petitions.json SNS does not have, as `address state what`; null when that is not known. */
  readonly absent: readonly string[] | null;
}

export class DeployedStack {
  readonly name: string;
  readonly #stage: Stage;
  readonly #folder = mkdtempSync(join(tmpdir(), 'deploy-'));
  #exports = 0;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.name = stackNames[stage];
  }

  /** Of what the stack makes, the names begin so: its own resources, and those of no other stage. */
  get prefix(): string {
    return `${this.name}-Monitor`;
  }

  /** What the next deploy deploys. */
  write(config: ConfigInput): void {
    writeFileSync(this.#file, JSON.stringify(config));
  }

  async deploy(config: ConfigInput): Promise<void> {
    this.write(config);
    await monitor('check', '--config', this.#file);
    await cdk('deploy', ...this.#deployArguments);
  }

  /** Brings back an address that SNS has no longer. What the command says, done or not. */
  async resubscribe(address: string): Promise<string> {
    const done = run('npm', 'run', '--silent', 'resubscribe', '--', address, ...this.#deployArguments);
    return done.catch((error: unknown) => String(error));
  }

  /** What the command says when it is done. */
  async destroy(): Promise<string> {
    return run('npm', 'run', '--silent', 'destroy', '--', ...this.#stageArguments, '--force');
  }

  /** A run of the poll function. @throws when it fails. */
  async tick(): Promise<Summary> {
    const { PollFunctionName } = await stackOutputs(this.name);
    return parseJson(summarySchema, await invoked(PollFunctionName), 'answer of the poll function');
  }

  async status(): Promise<Status> {
    const lines = linesOf(await monitor('status', '--stack', this.name, '--format', 'jsonl'));
    const { lastTick, absent } = parseJson(lastSchema, lines.at(-1) ?? '', 'last line of status');
    const petitions = lines.slice(0, -1).map((line) => {
      const { petition, signatures, thresholds } = parseJson(standingSchema, line, 'line of status');
      return [petition, signatures, ...thresholds.map((one) => `${one.threshold}:${one.verdict}`)].join(' ');
    });
    return {
      petitions,
      lastTick,
      absent: absent?.map(({ endpoint, state, of }) => [endpoint, state, of].join(' ')) ?? null,
    };
  }

  history(petition: string): Promise<string> {
    return monitor('history', petition, '--stack', this.name);
  }

  /** All that the table holds. */
  async export(): Promise<Item[]> {
    const file = join(this.#folder, `export-${(this.#exports += 1)}.jsonl`);
    await monitor('export', file, '--stack', this.name);
    await checkExport(file);
    const items: Item[] = [];
    for await (const item of exportItems(file)) items.push(item);
    return items;
  }

  /** Of this machine, not of the account. */
  forget(): void {
    rmSync(this.#folder, { recursive: true });
  }

  get #file(): string {
    return join(this.#folder, 'petitions.json');
  }

  get #deployArguments(): string[] {
    // Of its own name: an emulator may keep the change sets of a stack that is gone, and cdk would wait for ever for one of
    // the same name to be deleted.
    const changes = ['--change-set-name', `test-deploy-${Date.now().toString(36)}`];
    return [...this.#stageArguments, '-c', `petitions=${this.#file}`, ...changes, '--require-approval', 'never'];
  }

  get #stageArguments(): string[] {
    return ['-c', `stage=${this.#stage}`];
  }
}

/** What a function answers. @throws when it fails. */
export async function invoked(FunctionName: string): Promise<string> {
  const client = new LambdaClient({});
  const { FunctionError, Payload } = await client.send(new InvokeCommand({ FunctionName }));
  client.destroy();
  const answer = new TextDecoder().decode(Payload);
  if (FunctionError !== undefined) throw new Error(`${FunctionName} failed: ${answer}`);
  return answer;
}

const linesOf = (text: string): string[] => text.trimEnd().split('\n');
