/** `monitor report`: the site, of what is stored, into a folder. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { formatNumber } from '../../src/format.ts';
import { parse } from '../../src/validation.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { loadAssets } from '../../lambda/site/handler.ts';
import { generateSite, type GenerateDeps } from '../../lambda/site/generate.ts';
import { siteBuildSettings, type SiteBuildSettings } from '../../lambda/site/settings.ts';
import { DueIndex } from '../../src/storage/due-index.ts';
import { AlertLog } from '../../src/storage/alert-log.ts';
import { PetitionRepository } from '../../src/storage/petition-repository.ts';
import { buildAssetsOnce } from '../../local/site-assets.ts';
import { FolderSiteStore } from '../folder-site-store.ts';
import { terminalTelemetry, Terminal } from '../../local/terminal.ts';
import { readTextFile } from '../read-file.ts';
import { withTable, type TableOptions } from '../open-table.ts';

export interface SiteOptions extends TableOptions {
  readonly config?: string;
  readonly url: string;
}

const goodUrl = { error: 'must be where the site will be found, such as "https://petitions.example.org/"' };
const address = z.url({ ...goodUrl, protocol: /^https?$/ }).check(z.regex(/^[^?#]*$/, goodUrl));

/** Longer than it takes: there is nobody here who would end it. */
const enough = { hours: 24 };

/** @throws when a part of it could not be made, after all else has been. */
export async function writeSite(folder: string, { config, url, ...where }: SiteOptions): Promise<void> {
  const settings = siteBuildSettings(
    config === undefined ? undefined : readConfig(readTextFile(config), config),
    parse(address, url, '--url').replace(/\/*$/, '/'),
  );
  const now = (): Temporal.Instant => Temporal.Now.instant();
  const { petitions, written, removed } = await withTable(where, async (table) => {
    const { client, name } = table;
    return generateSite({
      ...settings,
      ...(await assets(settings.site)),
      // Another one each time, so that all of it is looked at: who calls this wants what is stored now. What is the same is not written.
      fingerprint: randomUUID(),
      table,
      dueIndex: new DueIndex(client, name),
      petitionRepository: new PetitionRepository(client, name),
      alertLog: new AlertLog(client, name),
      siteStore: await FolderSiteStore.open(folder),
      now,
      ends: now().add(enough),
      telemetry: terminalTelemetry(new Terminal('text'), 'error'),
    });
  });
  process.stdout.write(
    `${folder}: petitions ${formatNumber(petitions)}, files written ${formatNumber(written)}, files removed ${formatNumber(removed)}\n`,
  );
}

async function assets(site: SiteBuildSettings['site']): Promise<Pick<GenerateDeps, 'site' | 'assets'>> {
  const folder = mkdtempSync(join(tmpdir(), 'petition-site-'));
  try {
    for (const [name, text] of Object.entries(await buildAssetsOnce())) writeFileSync(join(folder, name), text);
    const { assets, files } = loadAssets(folder);
    return { site: { ...site, assets }, assets: files };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
