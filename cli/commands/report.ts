/** `monitor report`: the site, of what is stored, into a folder. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { number } from '../../src/format.ts';
import { parse } from '../../src/validation.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { assetsIn } from '../../lambda/site/handler.ts';
import { report, type Reporting } from '../../lambda/site/generate.ts';
import { settingsOf, type Settings } from '../../lambda/site/settings.ts';
import { Agenda } from '../../src/storage/due-index.ts';
import { AlertLog } from '../../src/storage/alert-log.ts';
import { Store } from '../../src/storage/petition-repository.ts';
import { builtAssets } from '../../local/site-assets.ts';
import { Folder } from '../folder-site-store.ts';
import { telemetryTo, Terminal } from '../../local/terminal.ts';
import { readInput } from '../read-file.ts';
import { withTable, type Where } from '../open-table.ts';

export interface ReportOptions extends Where {
  readonly config?: string;
  readonly url: string;
}

const goodUrl = { error: 'must be where the site will be found, such as "https://petitions.example.org/"' };
const address = z.url({ ...goodUrl, protocol: /^https?$/ }).check(z.regex(/^[^?#]*$/, goodUrl));

/** Longer than it takes: there is nobody here who would end it. */
const enough = { hours: 24 };

/** @throws when a part of it could not be made, after all else has been. */
export async function reportInto(folder: string, { config, url, ...where }: ReportOptions): Promise<void> {
  const settings = settingsOf(
    config === undefined ? undefined : readConfig(readInput(config), config),
    parse(address, url, '--url').replace(/\/*$/, '/'),
  );
  const now = (): Temporal.Instant => Temporal.Now.instant();
  const { petitions, written, removed } = await withTable(where, async (table) => {
    const { client, name } = table;
    return report({
      ...settings,
      ...(await assets(settings.site)),
      // Another one each time, so that all of it is looked at: who calls this wants what is stored now. What is the same is not written.
      fingerprint: randomUUID(),
      table,
      agenda: new Agenda(client, name),
      store: new Store(client, name),
      alertLog: new AlertLog(client, name),
      shelf: await Folder.open(folder),
      now,
      ends: now().add(enough),
      telemetry: telemetryTo(new Terminal('text'), 'error'),
    });
  });
  process.stdout.write(
    `${folder}: petitions ${number(petitions)}, files written ${number(written)}, files removed ${number(removed)}\n`,
  );
}

async function assets(site: Settings['site']): Promise<Pick<Reporting, 'site' | 'assets'>> {
  const folder = mkdtempSync(join(tmpdir(), 'petition-site-'));
  try {
    for (const [name, text] of Object.entries(await builtAssets())) writeFileSync(join(folder, name), text);
    const { assets, files } = assetsIn(folder);
    return { site: { ...site, assets }, assets: files };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
