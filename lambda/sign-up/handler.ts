/**
 * The function behind the form of the site: whoever sends it is subscribed, if he may be, and gets a page. No log has an
 * address.
 */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvalidParameterException, SNSClient } from '@aws-sdk/client-sns';
import { deployedConfig } from '../../src/config/deployed-config.ts';
import { createWatchList } from '../../src/config/watch-list.ts';
import { proofCounter, signUpCounters, type SignUpCounter } from '../../src/domain/sign-up-limits.ts';
import { follow } from '../../src/notifications/follow.ts';
import { lambdaEntry, clientOptions, type HandlerRuntime } from '../../src/runtime/runtime.ts';
import { FollowersRepository } from '../../src/storage/followers-repository.ts';
import { canBeFollowed } from '../../src/storage/petition-item.ts';
import { PetitionRepository } from '../../src/storage/petition-repository.ts';
import { SignUpCounts } from '../../src/storage/sign-up-counts.ts';
import { errorMessage } from '../../src/text.ts';
import { parse, parseJson } from '../../src/validation.ts';
import { loadAssets } from '../site/load-assets.ts';
import { siteBuildSettings } from '../site/settings.ts';
import { contentTypeOf, type SiteFile } from '../site/site-file.ts';
import { signUpFaultPage, signUpRefusedPage, signUpSentPage } from '../site/pages/sign-up.tsx';
import { signUpEnvironment } from './environment.ts';
import { readSignUp, type SignUpRequest } from './request.ts';

export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Handler = (event: unknown) => Promise<HttpAnswer>;

const goodAddress = 'Enter an e-mail address, such as name@example.org.';
const noProof =
  'Against misuse, this form needs a proof of work, which a script does in your browser. Yours is missing, is too old or was used before. Go back, and send the form again.';

/** Loaded only where the form needs it. */
const proofs = () => import('./challenge.ts');
/** Of the secret that challenges are signed with. */
const signing = 'challenges';

export function createHandler({ environment, now, telemetry }: HandlerRuntime): Handler {
  const own = parse(signUpEnvironment, environment, 'environment');
  const { TABLE_NAME: table, FOLLOWERS_TOPIC_PREFIX: topicPrefix, FOLLOWERS_TOPIC_KEY: topicKey } = own;
  const config = parseJson(deployedConfig, readFileSync(own.PETITIONS_FILE, 'utf8'), own.PETITIONS_FILE);
  const { perDay = 0, proofOfWork = false } = config.site?.signUp ?? {};
  const { assets } = loadAssets(dirname(own.PETITIONS_FILE), proofOfWork);
  const site = { ...siteBuildSettings(config, own.SITE_URL, []).site, assets };
  const watchList = createWatchList(config);
  const client = new DynamoDBClient(clientOptions);
  const petitions = new PetitionRepository(client, table);
  const followers = new FollowersRepository(client, table);
  const counts = new SignUpCounts(client, table);
  const sns = new SNSClient(clientOptions);
  const deps = {
    sns,
    topicPrefix,
    topicKey,
    record: (...of: Parameters<FollowersRepository['add']>) => followers.add(...of),
  };

  return async (event) => {
    const request = readSignUp(event, own.ORIGIN_ID, proofOfWork);
    if (request === 'challenge') return giveChallenge().catch(failed);
    if ('reason' in request) return refuse(request.status, request.reason);
    return signUp(request).catch((error: unknown) => failed(error, request));
  };

  function failed(error: unknown, { petition, email, entered = '' }: Partial<SignUpRequest> = {}): HttpAnswer {
    const address = email ?? entered;
    const said = errorMessage(error);
    const reason = address === '' ? said : said.replaceAll(address, '(the address)');
    telemetry.error('sign-up failed', { petition, reason });
    return refuse(503, 'Something is wrong with this site. Try again in some minutes.');
  }

  async function giveChallenge(): Promise<HttpAnswer> {
    const { challengeEnds, newChallenge } = await proofs();
    const ends = challengeEnds(now());
    const challenge = await newChallenge(ends, await counts.secret(signing, ends));
    return answer(200, 'challenge.json', JSON.stringify(challenge));
  }

  /** Whether the work was done, and nobody has used it before. */
  async function isProven(text: string): Promise<boolean> {
    const { readProof, isRight } = await proofs();
    const proof = readProof(text, now());
    if (proof === undefined || !(await isRight(proof, await counts.secret(signing, proof.ends)))) return false;
    return counts.add(proofCounter(proof.challenge.signature), proof.ends);
  }

  async function signUp(request: SignUpRequest): Promise<HttpAnswer> {
    const { petition, email, choice, entered, proof, ip } = request;
    const loaded = watchList.find(petition) && (await petitions.load(petition));
    if (loaded === undefined || !canBeFollowed(loaded))
      return refuse(410, 'Nothing more can happen to this petition, or it is not watched here.');
    const about = loaded.petition;
    const ask = (fault: string): HttpAnswer =>
      pageAnswer(422, signUpFaultPage(about, { entered: { email: entered, choice }, fault }, site));
    if (email === undefined) return ask(goodAddress);
    if (proofOfWork && !(await isProven(proof))) {
      telemetry.warn('sign-up refused', { petition, limit: 'proof' });
      return refuse(400, noProof, about);
    }
    const full = await firstFull(signUpCounters({ petition, email, ip }, perDay));
    if (full !== undefined) telemetry.warn('sign-up refused', { petition, limit: full.of });
    if (full?.of === 'network')
      return refuse(429, 'There were too many sign-ups from your network today. Try again tomorrow.', about);
    if (full?.of === 'all') return refuse(503, 'There were too many sign-ups today. Try again tomorrow.', about);
    if (full === undefined) {
      try {
        await follow({ petition, email, choice }, deps);
      } catch (error) {
        // SNS is stricter than we are about what an address is. It says the same of topics, which are ours.
        if (error instanceof InvalidParameterException && /email|endpoint/i.test(error.message))
          return ask(goodAddress);
        throw error;
      }
      telemetry.info('signed up', { petition, choice });
    }
    return pageAnswer(200, signUpSentPage(about, site));
  }

  /** Counts in all, until one is full. */
  async function firstFull(all: readonly SignUpCounter[]): Promise<SignUpCounter | undefined> {
    for (const counter of all) if (!(await counts.add(counter, now()))) return counter;
    return undefined;
  }

  function refuse(status: number, reason: string, about?: Parameters<typeof signUpRefusedPage>[1]): HttpAnswer {
    return pageAnswer(status, signUpRefusedPage(reason, about, site));
  }
}

const pageAnswer = (statusCode: number, { body }: SiteFile): HttpAnswer => answer(statusCode, 'sign-up.html', body);

/** `name` is for the type. */
const answer = (statusCode: number, name: string, body: string): HttpAnswer => ({
  statusCode,
  headers: {
    'content-type': contentTypeOf(name),
    'cache-control': 'no-store',
    ...(statusCode === 405 && { allow: 'POST' }),
  },
  body,
});

const lazyHandler = lambdaEntry('sign-up', createHandler);

export const handler: Handler = (event) => lazyHandler()(event);
