/** `petition-monitor report`: generates the status site from stored data into a folder. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { formatNumber } from '../../src/format.ts';
import { parse } from '../../src/validation.ts';
import { loadAssets } from '../../lambda/site/load-assets.ts';
import { publicPlaces } from '../../src/config/public-places.ts';
import { createPictures } from '../../lambda/site/render-picture.ts';
import { generateSite, type GenerateDeps } from '../../lambda/site/generate.ts';
import { siteBuildSettings, type SiteBuildSettings } from '../../lambda/site/settings.ts';
import { DueIndex } from '../../src/storage/due-index.ts';
import { AlertLog } from '../../src/storage/alert-log.ts';
import { PetitionRepository } from '../../src/storage/petition-repository.ts';
import { loadSiteAssets } from '../../local/site-assets.ts';
import { FolderSiteStore } from '../folder-site-store.ts';
import { terminalTelemetry, Terminal } from '../../local/terminal.ts';
import { defaultConfigIfAny, readConfigFile } from '../read-file.ts';
import { withTable, type TableOptions } from '../open-table.ts';

export interface SiteOptions extends TableOptions {
  /** Absent: the default file, if there is one; `false` for none. */
  readonly config?: string | false;
  readonly url: string;
}

const goodUrl = { error: 'must be the address of the site, such as "https://petitions.example.org/"' };
const address = z.url({ ...goodUrl, protocol: /^https?$/ }).check(z.regex(/^[^?#]*$/, goodUrl));

/** More than it ever takes: no Lambda timeout ends it here. */
const timeLimit = { hours: 24 };

/** @throws after everything else was generated, when a part could not be. */
export async function writeSite(
  folder: string,
  { config = defaultConfigIfAny(), url, ...where }: SiteOptions,
): Promise<void> {
  const read = config === undefined || config === false ? undefined : readConfigFile(config);
  const settings = siteBuildSettings(
    read,
    parse(address, url, '--url').replace(/\/*$/, '/'),
    read === undefined ? [] : publicPlaces(read),
  );
  const now = (): Temporal.Instant => Temporal.Now.instant();
  const { petitions, written, removed } = await withTable(where, async (table) => {
    const { client, name } = table;
    return generateSite({
      ...settings,
      ...(await assets(settings.site)),
      // A new one each time, so that everything is generated from what is stored now. Files that are the same are not
      // written.
      fingerprint: randomUUID(),
      table,
      dueIndex: new DueIndex(client, name),
      petitionRepository: new PetitionRepository(client, name),
      alertLog: new AlertLog(client, name),
      siteStore: await FolderSiteStore.open(folder),
      now,
      ends: now().add(timeLimit),
      telemetry: terminalTelemetry(new Terminal('text'), 'error'),
    });
  });
  process.stdout.write(
    `${folder}: petitions ${formatNumber(petitions)}, files written ${formatNumber(written)}, files removed ${formatNumber(removed)}\n`,
  );
}

async function assets(site: SiteBuildSettings['site']): Promise<Pick<GenerateDeps, 'site' | 'assets' | 'pictures'>> {
  const folder = mkdtempSync(join(tmpdir(), 'petition-site-'));
  try {
    const built = await loadSiteAssets();
    for (const [name, content] of Object.entries(built)) writeFileSync(join(folder, name), content);
    const { assets, files } = loadAssets(folder);
    const pictures = createPictures((name) => Buffer.from(built[name] ?? ''));
    // Nothing behind another web server answers a form.
    return { site: { ...site, signUp: undefined, assets }, assets: files, pictures };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
