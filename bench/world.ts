/** What the poll function of a bench lives in: a cloud, a platform, its bundle and its petitions.json. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from '../src/validation.ts';
import type { ConfigInput } from '../src/config/config.ts';
import { checkConfig } from '../src/config/read-config.ts';
import { bundleFunction } from '../lib/bundle.ts';
import { cloudStarted, platformOpened, ran, used, type CloudStarted, type Ran, type Used } from './parts/protocol.ts';
import { startPart } from './processes.ts';

export interface World {
  readonly cloud: CloudStarted;
  /** The addresses of the platform. */
  readonly urls: readonly string[];
  readonly config: ConfigInput;
  readonly tick: (now: number, timeLimit?: number) => Promise<Ran>;
  /** Ends the function, and begins another that knows nothing but the table. */
  readonly anew: (config?: ConfigInput) => void;
  /** Every petition shows so many signatures more. */
  readonly move: (more: number) => Promise<void>;
  /** What the cloud has used since this was last asked. */
  readonly used: () => Promise<Used>;
  readonly close: () => void;
}

export interface WorldSettings {
  readonly petitions: number;
  readonly hosts: number;
  /** How long the platform takes to answer: milliseconds. */
  readonly latency: number;
  /** Whether requests of the table are counted. */
  readonly metered?: boolean;
}

const file = (path: string): URL => new URL(path, import.meta.url);

/** A module of the benches as a bundle, like a function's. */
export function bundled(path: string, folder: string): string {
  const own = join(folder, path.replace(/.*\//, '').replace(/\.ts$/, ''));
  bundleFunction(fileURLToPath(file(path)), own);
  return join(own, 'index.js');
}

export async function startWorld({ petitions, hosts, latency, metered = false }: WorldSettings): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const code = bundled('parts/function.ts', folder);
  const cloudPart = startPart(file('parts/cloud.ts'), {
    cores: 'others',
    environment: metered ? { METER: 'on' } : {},
  });
  const platform = startPart(file('parts/source.ts'), { cores: 'others' });
  const cloud = parse(cloudStarted, await cloudPart.ask({ want: 'start' }), 'cloud');
  const { urls } = parse(platformOpened, await platform.ask({ ports: hosts, latency }), 'platform');
  const config: ConfigInput = {
    watch: Array.from({ length: petitions }, (_, index) => ({
      source: 'uk-parliament',
      petition: String(index + 1),
      baseUrl: urls[index % hosts],
    })),
    allowPrivateSources: true,
  };
  const PETITIONS_FILE = join(folder, 'petitions.json');
  const start = (watched: ConfigInput): ReturnType<typeof startPart> => {
    // As synth writes it.
    writeFileSync(PETITIONS_FILE, JSON.stringify(checkConfig(watched, 'bench')));
    const environment = { ...cloud.environment, PETITIONS_FILE };
    return startPart(code, { cores: 'measured', node: ['--expose-gc'], environment });
  };
  let running = start(config);
  return {
    cloud,
    urls,
    config,
    tick: async (now, timeLimit = 3_600_000) => parse(ran, await running.ask({ now, timeLimit }), 'run'),
    anew: (other = config) => {
      running.close();
      running = start(other);
    },
    move: async (more) => {
      await platform.ask({ more });
    },
    used: async () => parse(used, await cloudPart.ask({ want: 'used' }), 'used'),
    close: () => {
      for (const part of [running, cloudPart, platform]) part.close();
      rmSync(folder, { recursive: true });
    },
  };
}
