/**
 * Looks after the topics of followers, once a day: those of a petition that is over are told so, and are deleted later.
 * Loaded when it is due.
 */
import { DeleteTopicCommand, NotFoundException, SNSClient } from '@aws-sdk/client-sns';
import pMap from 'p-map';
import type { WatchList } from '../config/watch-list.ts';
import { nextFollowersStep } from '../domain/followers.ts';
import type { Instant } from '../domain/time.ts';
import type { MessageLinks } from '../notifications/alert-message.ts';
import { followersMessage, type FollowersEnd } from '../notifications/followers-message.ts';
import { followersTopic } from '../notifications/followers-topic.ts';
import { snsPublisher } from '../notifications/sns-publisher.ts';
import { clientOptions } from '../runtime/runtime.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import type { FollowersRepository, StoredFollowers } from '../storage/followers-repository.ts';
import { canBeFollowed, newLoadedPetition, type LoadedPetition } from '../storage/petition-item.ts';
import type { PetitionRepository } from '../storage/petition-repository.ts';
import { errorMessage } from '../text.ts';

export interface FollowersCheckDeps {
  readonly followers: FollowersRepository;
  readonly petitionRepository: PetitionRepository;
  readonly watchList: WatchList;
  /** What the ARNs of their topics begin with. */
  readonly topicPrefix: string;
  /** For the mail about this petition. */
  readonly linksOf: (petition: string) => MessageLinks;
  readonly now: () => Instant;
  /** Whether there is no time left to begin with another petition. */
  readonly isOutOfTime: () => boolean;
  readonly telemetry: Telemetry;
}

/** A petition that fails stops no other, and is looked after the next day. */
export async function checkFollowers(deps: FollowersCheckDeps): Promise<void> {
  const sns = new SNSClient(clientOptions);
  try {
    await pMap(
      await deps.followers.all(),
      async (one) => {
        if (deps.isOutOfTime()) return;
        try {
          await lookAfter(one, sns, deps);
        } catch (error) {
          deps.telemetry.error('followers not looked after', { petition: one.petition, reason: errorMessage(error) });
        }
      },
      { concurrency: 8 },
    );
  } finally {
    sns.destroy();
  }
}

async function lookAfter(one: StoredFollowers, sns: SNSClient, deps: FollowersCheckDeps): Promise<void> {
  const { followers, petitionRepository, watchList, topicPrefix, linksOf, now, telemetry } = deps;
  const { petition, choices, told } = one;
  const stored = await petitionRepository.load(petition);
  const end = endOf(stored, watchList.find(petition) !== undefined);
  const topics = choices.map((choice) => followersTopic(topicPrefix, petition, choice));
  const step = nextFollowersStep(end !== undefined, told, now());
  if (step === 'resume') await followers.setTold(petition, undefined);
  if (step === 'tell' && end !== undefined) {
    const facts = (stored ?? newLoadedPetition(petition)).petition;
    const message = followersMessage(facts, end, now(), linksOf(petition));
    for (const topic of topics) await ignoringAbsence(snsPublisher(sns, topic, telemetry)(message));
    await followers.setTold(petition, now());
    telemetry.info('followers told of the end', { petition, end });
  }
  if (step === 'delete') {
    for (const TopicArn of topics) await sns.send(new DeleteTopicCommand({ TopicArn }));
    await followers.remove(one);
    telemetry.info('topics of followers deleted', { petition });
  }
}

/** Undefined while something can still happen to it. What was not polled yet has only begun. */
function endOf(stored: LoadedPetition | undefined, isWatched: boolean): FollowersEnd | undefined {
  if (!isWatched || (stored !== undefined && stored.dueKey === undefined)) return 'unwatched';
  return stored === undefined || canBeFollowed(stored) ? undefined : 'over';
}

/** A topic that somebody has deleted has nobody to be told. */
async function ignoringAbsence(sent: Promise<void>): Promise<void> {
  await sent.catch((error: unknown) => {
    if (!(error instanceof NotFoundException)) throw error;
  });
}
