/** The function that generates the site, at each alert and on a schedule: builds what generate.ts needs, and nothing else. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { parse, parseJson } from '../../src/validation.ts';
import { followPlaceSchema } from '../../src/config/follow-places.ts';
import { deployedConfig } from '../../src/config/deployed-config.ts';
import { DueIndex } from '../../src/storage/due-index.ts';
import { AlertLog } from '../../src/storage/alert-log.ts';
import { PetitionRepository } from '../../src/storage/petition-repository.ts';
import { SiteTurns } from '../../src/storage/site-turn.ts';
import { lambdaEntry, clientOptions, type LambdaContext, type WaitingRuntime } from '../../src/runtime/runtime.ts';
import { withWatchdog } from '../../src/runtime/with-watchdog.ts';
import { S3SiteStore } from './s3-site-store.ts';
import { placesFile, siteEnvironment } from './environment.ts';
import { loadAssets } from './load-assets.ts';
import { generateSite, type SiteSummary } from './generate.ts';
import { generateInTurn, isAlertEvent } from './run-in-turn.ts';
import { createPictures } from './render-picture.ts';
import { siteBuildSettings } from './settings.ts';

/** Undefined if another run has its turn. */
export type Handler = (event: unknown, context: LambdaContext) => Promise<SiteSummary | undefined>;

export function createHandler(runtime: WaitingRuntime): Handler {
  const { environment, now, waitUntil, telemetry } = runtime;
  const { TABLE_NAME, SITE_BUCKET, SITE_URL, PETITIONS_FILE } = parse(siteEnvironment, environment, 'environment');
  const config = parseJson(deployedConfig, readFileSync(PETITIONS_FILE, 'utf8'), PETITIONS_FILE);
  const folder = dirname(PETITIONS_FILE);
  const places = parseJson(z.array(followPlaceSchema), readFileSync(join(folder, placesFile), 'utf8'), placesFile);
  const { site, ...settings } = siteBuildSettings(config, SITE_URL, places);
  const client = new DynamoDBClient(clientOptions);
  const { assets, files } = loadAssets(folder, config.site?.signUp?.proofOfWork);
  const deps = {
    ...settings,
    site: { ...site, assets },
    assets: files,
    pictures: createPictures((name) => readFileSync(join(folder, name))),
    fingerprint: fingerprintOf(folder),
    dueIndex: new DueIndex(client, TABLE_NAME),
    table: { client, name: TABLE_NAME },
    petitionRepository: new PetitionRepository(client, TABLE_NAME),
    alertLog: new AlertLog(client, TABLE_NAME),
    siteStore: new S3SiteStore(new S3Client(clientOptions), SITE_BUCKET),
    now,
    telemetry,
  };
  const turns = new SiteTurns(client, TABLE_NAME);
  const run: Handler = (event, { getRemainingTimeInMillis }) => {
    const ends = now().add({ milliseconds: getRemainingTimeInMillis() });
    const generate = (consistent: boolean): Promise<SiteSummary> => generateSite({ ...deps, ends, consistent });
    return generateInTurn(event, { turns, now, waitUntil, ends, generate });
  };
  const scheduled = withWatchdog(
    runtime,
    (context) => run({}, context),
    (summary) => summary !== undefined,
  );
  // Alerts must not hide that the schedule does not run any more.
  return (event, context) => (isAlertEvent(event) ? run(event, context) : scheduled(context));
}

/** A hash of everything deployed together: the code, the config, the style sheet and the scripts. */
function fingerprintOf(folder: string): string {
  const hash = createHash('sha256');
  for (const { name } of readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .sort((one, other) => (one.name < other.name ? -1 : 1)))
    hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest('base64url');
}

const lazyHandler = lambdaEntry('site', createHandler);

export const handler: Handler = (event, context) => lazyHandler()(event, context);
