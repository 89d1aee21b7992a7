/**
 * What platforms answer by their own software, where that is public: its templates, controllers and tests, as of a commit;
 * or by a program of others that checks the form of each answer. Keys, states, statuses and redirects are facts of it; titles, counts and days are made up. contract.test.ts holds the
 * readers to it, and what it shows is marked in docs/platforms.md.
 */
import { at } from '../../domain/story.ts';
import { itemOf, singleOf } from './e-petitions.ts';

/** 200 and JSON, if not said otherwise. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Case {
  /** The files of the software that do this. */
  readonly by: string;
  /** By path, with or without a query; what is not here is 404. */
  readonly answers: Readonly<Record<string, Answer>>;
  readonly now?: string;
  /** Another petition than the example of its source. */
  readonly id?: string;
  /** What the source remembers of an earlier poll. */
  readonly memory?: object;
  /** What is read, and perhaps more; why nothing is; or what the list has, by id. */
  readonly sees: object | RegExp | readonly string[];
}

export interface Upstream {
  /** A program of others that checks the form of each answer, where the software itself is not public. */
  readonly kind?: 'client';
  readonly repository: string;
  readonly commit: string;
  /** The day of the commit. */
  readonly asOf: string;
  readonly cases: Readonly<Record<string, Case>>;
}

const to = (location: string): Answer => ({ status: 302, headers: { location } });
const page: Answer = { body: '<!DOCTYPE html><title>Petitions</title>' };
const gone = { kind: 'gone', final: false };
const reading = (sees: object): object => ({ kind: 'reading', ...sees });

/** What all of the UK's software does with a petition that is not published, by its id. */
const controller = 'app/controllers/petitions_controller.rb';
const notPublished = (id: string, siteBy: string): Readonly<Record<string, Case>> => ({
  'that collects its first names': {
    by: controller,
    answers: {
      [`/petitions/${id}.json`]: to(`/petitions/${id}/gathering-support`),
      [`/petitions/${id}/gathering-support`]: page,
    },
    sees: { ...gone, reason: 'not published yet' },
  },
  'in moderation': {
    by: controller,
    answers: {
      [`/petitions/${id}.json`]: to(`/petitions/${id}/moderation-info`),
      [`/petitions/${id}/moderation-info`]: page,
    },
    sees: { ...gone, reason: 'not published yet' },
  },
  'that is not there': { by: controller, answers: {}, sees: gone },
  'while the site is closed': {
    by: `${siteBy}, config/application.rb`,
    answers: { [`/petitions/${id}.json`]: { status: 503, body: '<!DOCTYPE html>' } },
    sees: /answered 503/,
  },
});

const removed = (id: string): Case => ({
  by: 'app/controllers/petitions_controller.rb, config/application.rb',
  answers: { [`/petitions/${id}.json`]: { status: 410, body: '<!DOCTYPE html>' } },
  sees: { kind: 'gone', final: true },
});

/** A list of two pages, then one that is empty: two that closed meanwhile left a page that leads on. */
function listOf(
  origin: string,
  ids: readonly [string, string],
  item: (id: string) => object,
  state = 'open',
): Readonly<Record<string, Case>> {
  const by = 'app/views/petitions/index.json.jbuilder';
  const link = (number: number): string =>
    `${origin}/petitions.json?${number === 1 ? '' : `page=${number}&`}state=${state}`;
  const links = { self: link(1), first: link(1), last: link(2), prev: null };
  const first = { links: { ...links, next: link(2) }, data: [item(ids[0])] };
  const path = (number: number): string => link(number).slice(origin.length);
  return {
    'list in pages': {
      by,
      answers: {
        [path(1)]: { body: first },
        [path(2)]: { body: { links: { ...links, self: link(2), prev: link(1), next: null }, data: [item(ids[1])] } },
      },
      sees: ids,
    },
    'list whose last page is empty': {
      by: `${by}, spec/requests/petitions_list_spec.rb`,
      answers: {
        [path(1)]: { body: first },
        [path(2)]: { body: { links: { ...links, self: link(2), prev: link(1), next: link(3) }, data: [] } },
      },
      sees: [ids[0]],
    },
    'list of none': {
      by: `${by}, spec/requests/petitions_list_spec.rb`,
      answers: { [path(1)]: { body: { links: { ...links, last: link(1), next: null }, data: [] } } },
      sees: [],
    },
  };
}

const uk = 'https://petition.parliament.uk';
const ukOpen = {
  action: 'More benches',
  background: '…',
  additional_details: '…',
  committee_note: null,
  state: 'open',
  signature_count: 9_876,
  closing_date: '2026-08-12',
  created_at: '2026-02-01T09:30:00.123Z',
  updated_at: '2026-05-01T12:00:00.000Z',
  rejected_at: null,
  opened_at: '2026-02-12T10:00:00.000Z',
  closed_at: null,
  moderation_threshold_reached_at: '2026-02-02T08:00:00.000Z',
  response_threshold_reached_at: null,
  government_response_at: null,
  debate_threshold_reached_at: null,
  debate_scheduled_on: null,
  scheduled_debate_date: null,
  debate_outcome_at: null,
  creator_name: '…',
  rejection: null,
  government_response: null,
  debate: null,
  departments: [],
  topics: [],
};
const { closing_date: _, ...ukOver } = ukOpen;
const places = {
  signatures_by_country: [{ name: 'United Kingdom', code: 'GB', signature_count: 9_000 }],
  signatures_by_constituency: [{ name: '…', ons_code: 'E14000001', mp: '…', signature_count: 12 }],
  signatures_by_region: [{ name: 'London', ons_code: 'H', signature_count: 2_000 }],
  other_parliamentary_business: [],
};
/** `fresh_when` of the controller. */
const fresh = {
  'last-modified': 'Fri, 01 May 2026 12:00:00 GMT',
  date: 'Fri, 01 May 2026 12:02:00 GMT',
  'cache-control': 'max-age=60, public, stale-while-revalidate=120, stale-if-error=300',
};
const ukShow = 'app/views/petitions/_petition.json.jbuilder, app/views/petitions/show.json.jbuilder';
const answeredAndDebated = {
  state: 'closed',
  signature_count: 120_500,
  closed_at: '2026-08-12T22:59:59.999Z',
  response_threshold_reached_at: '2026-05-02T10:00:00.000Z',
  government_response_at: '2026-05-20T09:15:00.250Z',
  debate_threshold_reached_at: '2026-06-01T20:45:00.000Z',
  debate_scheduled_on: '2026-06-10',
  scheduled_debate_date: '2026-09-07',
  debate_outcome_at: '2026-09-08T08:00:00.000Z',
  creator_name: null,
  government_response: {
    responded_on: '2026-05-20',
    summary: '…',
    details: '…',
    created_at: '2026-05-20T09:15:00.000Z',
    updated_at: '2026-05-20T09:15:00.000Z',
  },
  debate: {
    debated_on: '2026-09-07',
    transcript_url: 'https://hansard.parliament.uk/x',
    video_url: null,
    debate_pack_url: null,
    public_engagement_url: null,
    debate_summary_url: null,
    overview: '…',
  },
  departments: [{ acronym: 'HO', name: 'Home Office', url: 'https://www.gov.uk/x' }],
};
const ukShown = (attributes: object): Readonly<Record<string, Answer>> => ({
  '/petitions/700143.json': { headers: fresh, body: singleOf(uk, 700143, attributes) },
});

const ukParliament: Upstream = {
  repository: 'alphagov/e-petitions',
  commit: 'c87c8b6037429f8feb9180f7306e6a21399c1659',
  asOf: '2026-08-19',
  cases: {
    open: {
      by: ukShow,
      answers: ukShown({ ...ukOpen, ...places }),
      now: '2026-05-01T12:03:00Z',
      sees: reading({
        signatures: 9_876,
        title: 'More benches',
        opened: at('2026-02-12T10:00:00Z'),
        deadline: at('2026-08-12T22:59:59.999Z'),
        signing: { open: true },
        stamps: { response: null, debate: null },
        answer: null,
        debate: null,
      }),
    },
    'closed, answered and debated': {
      by: ukShow,
      answers: ukShown({ ...ukOver, ...places, ...answeredAndDebated }),
      now: '2026-10-01T12:00:00Z',
      sees: reading({
        signing: { open: false, at: at('2026-08-12T22:59:59.999Z') },
        stamps: { response: at('2026-05-02T10:00:00Z'), debate: at('2026-06-01T20:45:00Z') },
        answer: { at: at('2026-05-20T09:15:00.250Z') },
        debate: { state: 'held', on: '2026-09-07', url: 'https://hansard.parliament.uk/x' },
        authority: 'the Home Office',
      }),
    },
    'closed by a dissolution': {
      by: `${ukShow}, app/jobs/close_petitions_early_job.rb`,
      answers: ukShown({ ...ukOver, ...places, state: 'closed', closed_at: '2026-05-03T23:01:00.000Z' }),
      now: '2026-05-04T12:00:00Z',
      sees: reading({ signing: { open: false, at: at('2026-05-03T23:01:00Z'), reason: 'dissolution' } }),
    },
    'rejected before it was opened': {
      by: ukShow,
      answers: ukShown({
        ...ukOver,
        state: 'rejected',
        opened_at: null,
        rejected_at: '2026-02-10T15:00:00.500Z',
        creator_name: null,
        rejection: { code: 'duplicate', details: null },
      }),
      now: '2026-05-01T12:00:00Z',
      sees: reading({ signing: { open: false, reason: 'rejected', at: at('2026-02-10T15:00:00.500Z') } }),
    },
    'of an archived parliament': {
      by: 'app/controllers/petitions_controller.rb, app/views/archived/petitions/_petition.json.jbuilder',
      answers: {
        '/petitions/700143.json': to('/archived/petitions/700143.json'),
        '/archived/petitions/700143.json': {
          headers: fresh,
          body: {
            links: { self: `${uk}/archived/petitions/700143.json` },
            data: {
              type: 'archived-petition',
              id: 700143,
              parliament: {
                period: '2024-2026',
                government: '…',
                dissolution_at: '2026-09-01T00:01:00.000+01:00',
                response_threshold: 10_000,
                debate_threshold: 100_000,
              },
              attributes: {
                ...ukOver,
                state: 'closed',
                closed_at: '2026-08-12T22:59:59.999Z',
                signatures_by_country: places.signatures_by_country,
              },
            },
          },
        },
      },
      now: '2026-10-01T12:00:00Z',
      sees: reading({
        signatures: 9_876,
        needed: { response: 10_000, debate: 100_000 },
        signing: { open: false, at: at('2026-08-12T22:59:59.999Z') },
      }),
    },
    'at a later look, by its count': {
      by: 'app/views/petitions/count.json.jbuilder',
      memory: { wholeAt: '2026-05-02T09:00:00Z' },
      answers: {
        '/petitions/700143/count.json': {
          headers: fresh,
          body: {
            signature_count: 10_004,
            response_threshold_reached_at: '2026-05-02T11:00:00.000+01:00',
            government_response_at: null,
            debate_threshold_reached_at: null,
            scheduled_debate_date: null,
            debate_outcome_at: null,
            debated: false,
          },
        },
      },
      now: '2026-05-02T10:02:00Z',
      sees: reading({
        signatures: 10_004,
        stamps: { response: at('2026-05-02T10:00:00Z'), debate: null },
        answer: null,
      }),
    },
    'that was stopped': {
      by: controller,
      answers: { '/petitions/700143.json': to('/'), '/': page },
      sees: gone,
    },
    'that was removed, or hidden after it was published': removed('700143'),
    'on a protected site': {
      by: 'app/controllers/public_controller.rb',
      answers: { '/petitions/700143.json': { status: 403, body: '' } },
      sees: /answered 403/,
    },
    ...notPublished('700143', 'app/controllers/public_controller.rb'),
    ...listOf(uk, ['700143', '700144'], (id) => itemOf(uk, Number(id), ukOpen)),
  },
};

const wales = 'https://petitions.senedd.wales';
const seneddOpen = {
  action: 'More benches',
  background: '…',
  additional_details: '…',
  state: 'open',
  signature_count: 240,
  threshold_for_referral: 250,
  threshold_for_debate: 10_000,
  created_at: '2026-02-01T09:30:00.123Z',
  updated_at: '2026-05-01T12:00:00.000Z',
  rejected_at: null,
  opened_at: '2026-02-12T10:00:00.000Z',
  closed_at: '2026-08-12T22:59:59.999Z',
  completed_at: null,
  moderation_threshold_reached_at: '2026-02-02T08:00:00.000Z',
  referral_threshold_reached_at: null,
  referred_at: null,
  debate_threshold_reached_at: null,
  scheduled_debate_date: null,
  debate_outcome_at: null,
  archived_at: null,
  submitted_on_paper: false,
  submitted_on: null,
  creator_name: '…',
  rejection: null,
  debate: null,
  topics: [],
};
const seneddShown = (attributes: object): Readonly<Record<string, Answer>> => ({
  '/petitions/244400.json': { body: singleOf(wales, 244400, { ...seneddOpen, ...attributes }) },
});
const forkShow = 'app/views/petitions/_petition.json.jbuilder';

const senedd: Upstream = {
  repository: 'SeneddCymru/e-petitions',
  commit: '0e54d4e9184255862765a0f23164761b0c1535e8',
  asOf: '2026-07-23',
  cases: {
    open: {
      by: forkShow,
      answers: seneddShown({
        signatures_by_constituency: [{ id: 'W09000043', name: '…', signature_count: 3 }],
        signatures_by_region: [{ id: '1', name: '…', signature_count: 9 }],
      }),
      now: '2026-05-01T12:03:00Z',
      sees: reading({
        signatures: 240,
        opened: at('2026-02-12T10:00:00Z'),
        deadline: at('2026-08-12T22:59:59.999Z'),
        signing: { open: true },
        needed: { referral: 250, debate: 10_000 },
        stamps: { referral: null, debate: null },
      }),
    },
    'closed before the deadline it had': {
      by: forkShow,
      answers: seneddShown({ state: 'closed', closed_at: '2026-05-02T22:59:59.999Z', creator_name: null }),
      now: '2026-05-03T12:00:00Z',
      sees: reading({ signing: { open: false, at: at('2026-05-02T22:59:59.999Z') } }),
    },
    'completed, and archived': {
      by: forkShow,
      answers: seneddShown({
        state: 'completed',
        signature_count: 260,
        completed_at: '2026-10-01T09:00:00.000Z',
        referral_threshold_reached_at: '2026-06-01T09:00:00.000Z',
        referred_at: '2026-08-13T09:00:00.000Z',
        archived_at: '2026-10-02T09:00:00.000Z',
      }),
      now: '2026-11-01T12:00:00Z',
      sees: reading({
        signing: { open: false, at: at('2026-08-12T22:59:59.999Z') },
        stamps: { referral: at('2026-06-01T09:00:00Z'), debate: null },
      }),
    },
    'that was hidden after it was published': removed('244400'),
    ...notPublished('244400', 'app/controllers/application_controller.rb'),
    ...listOf(wales, ['244400', '244401'], (id) => itemOf(wales, Number(id), seneddOpen)),
  },
};

const holyrood = 'https://petitions.parliament.scot';
const scotlandOpen = {
  title: 'More benches',
  summary: '…',
  background_information: '…',
  petitioner: '…',
  status: 'under_consideration',
  signature_count: 240,
  created_at: '2026-02-01T09:30:00.123Z',
  updated_at: '2026-05-01T12:00:00.000Z',
  rejected_at: null,
  opened_at: '2026-02-12T10:00:00.000Z',
  under_consideration_at: '2026-02-12T10:00:00.000Z',
  closed_at: null,
  archived_at: null,
  submitted_on_paper: false,
  submitted_on: null,
  creator_name: '…',
  rejection: null,
  topics: [],
};
const scottish = (id: string, attributes: object = {}): object => ({
  type: 'petition',
  pe_number: id,
  links: { self: `${holyrood}/petitions/${id}.json` },
  attributes: { ...scotlandOpen, ...attributes },
});
function scotlandShown(attributes: object): Readonly<Record<string, Answer>> {
  const { links, ...data } = { links: {}, ...scottish('PE1876', attributes) };
  return { '/petitions/PE1876.json': { body: { links, data } } };
}

const scotland: Upstream = {
  repository: 'ScottishParliament/e-petitions',
  commit: '0323a962df2412b1474be555c2591194b02bd3b8',
  asOf: '2026-08-20',
  cases: {
    open: {
      by: `${forkShow}, app/models/petition.rb`,
      answers: scotlandShown({}),
      now: '2026-05-01T12:03:00Z',
      sees: reading({ signatures: 240, opened: at('2026-02-12T10:00:00Z'), signing: { open: true }, stamps: {} }),
    },
    'that collects no signatures': {
      by: 'app/models/petition.rb',
      answers: scotlandShown({ signature_count: 0 }),
      now: '2026-05-01T12:03:00Z',
      sees: reading({ signatures: 0, signing: { open: true } }),
    },
    'while the site has thresholds and debates': {
      by: forkShow,
      answers: scotlandShown({
        moderation_threshold_reached_at: null,
        referral_threshold_reached_at: '2026-03-01T09:00:00.000Z',
        referred_at: null,
        debate_threshold_reached_at: null,
        scheduled_debate_date: null,
        debate_outcome_at: null,
        debate: null,
      }),
      now: '2026-05-01T12:03:00Z',
      sees: reading({ stamps: { referral: at('2026-03-01T09:00:00Z'), debate: null } }),
    },
    'that the committee has done with': {
      by: `${forkShow}, app/models/petition.rb`,
      answers: scotlandShown({ status: 'closed', closed_at: '2026-05-02T09:30:00.000Z' }),
      now: '2026-05-03T12:00:00Z',
      sees: reading({ signing: { open: false, at: at('2026-05-02T09:30:00Z'), reason: 'by the committee' } }),
    },
    'that waits, where no names are collected first': {
      by: `${controller} (raise_not_found)`,
      answers: { '/petitions/PE1876.json': to('/petitions/PE1876/moderation-info') },
      sees: { ...gone, reason: 'not published yet' },
    },
    'that was removed': removed('PE1876'),
    ...notPublished('PE1876', 'app/controllers/application_controller.rb'),
    ...listOf(holyrood, ['PE1876', 'PE1877'], (id) => scottish(id), 'under_consideration'),
  },
};

const jerseyOpen = {
  action: 'More benches',
  background: '…',
  additional_details: '…',
  state: 'open',
  signature_count: 990,
  created_at: '2026-02-01T09:30:00.123Z',
  updated_at: '2026-05-01T12:00:00.000Z',
  rejected_at: null,
  opened_at: '2026-02-12T10:00:00.000Z',
  closed_at: null,
  moderation_threshold_reached_at: '2026-02-02T08:00:00.000Z',
  response_threshold_reached_at: null,
  ministers_response_at: null,
  debate_threshold_reached_at: null,
  scheduled_debate_date: null,
  debate_outcome_at: null,
  creator_name: '…',
  rejection: null,
  ministers_reponse: null,
  debate: null,
};
const { ministers_reponse: __, ...jerseyAnswered } = jerseyOpen;
const saintHelier = 'https://petitions.gov.je';
const jerseyShown = (attributes: object): Readonly<Record<string, Answer>> => ({
  '/petitions/200174.json': { body: singleOf(saintHelier, 200174, attributes) },
});

const jersey: Upstream = {
  repository: 'StatesOfJersey/e-petitions',
  commit: '007cfd59840985cef6baad70ba3f1883c564228e',
  asOf: '2026-08-20',
  cases: {
    open: {
      by: forkShow,
      answers: jerseyShown({ ...jerseyOpen, signatures_by_parish: [{ name: 'St. Helier', signature_count: 300 }] }),
      now: '2026-05-01T12:03:00Z',
      sees: reading({
        signatures: 990,
        opened: at('2026-02-12T10:00:00Z'),
        signing: { open: true },
        stamps: { response: null, debate: null },
        answer: null,
      }),
    },
    answered: {
      by: forkShow,
      answers: jerseyShown({
        ...jerseyAnswered,
        signature_count: 1_200,
        response_threshold_reached_at: '2026-03-01T09:00:00.000Z',
        ministers_response_at: '2026-04-02T09:00:00.000Z',
        ministers_response: {
          responded_on: '2026-04-02',
          summary: '…',
          details: '…',
          created_at: '2026-04-02T09:00:00.000Z',
          updated_at: '2026-04-02T09:00:00.000Z',
        },
      }),
      now: '2026-05-01T12:03:00Z',
      sees: reading({
        stamps: { response: at('2026-03-01T09:00:00Z'), debate: null },
        answer: { at: at('2026-04-02T09:00:00Z') },
      }),
    },
    closed: {
      by: forkShow,
      answers: jerseyShown({ ...jerseyOpen, state: 'closed', closed_at: '2026-05-02T09:00:00.000Z' }),
      now: '2026-05-03T12:00:00Z',
      sees: reading({ signing: { open: false, at: at('2026-05-02T09:00:00Z') } }),
    },
    // Unlike in the UK, one that was hidden is not told from one that never was: 404.
    ...notPublished('200174', 'app/controllers/application_controller.rb'),
    ...listOf(saintHelier, ['200174', '200175'], (id) => itemOf(saintHelier, Number(id), jerseyOpen)),
  },
};

const shownByWtp = {
  id: 22111,
  type: 'petition',
  title: 'More benches',
  body: '…',
  petition_type: [{ id: 291, name: '…' }],
  issues: [{ id: 12, name: '…' }],
  signatureThreshold: 100_000,
  signatureCount: 41_000,
  signaturesNeeded: 59_000,
  url: 'https://petitions.whitehouse.gov/petition/more-benches',
  deadline: 1_453_222_800,
  status: 'open',
  response: [],
  created: 1_450_630_800,
  isSignable: true,
  isPublic: true,
  reachedPublic: 0,
};
const info = { status: 200, developerMessage: 'OK', userMessage: '', errorCode: '', moreInfo: '' };
const wtpPage = (results: readonly object[], count = results.length): Answer => ({
  body: { metadata: { responseInfo: info, resultset: { count, limit: 1, offset: 0 }, executionTime: 0.02 }, results },
});
const wtpShown = (changes: object): Readonly<Record<string, Answer>> => ({
  '/v1/petitions/22111.json': wtpPage([{ ...shownByWtp, ...changes }]),
});
const wtpItem = 'modules/custom/petitions_data/classes/PetitionItem.inc';
const wtpApi = 'modules/custom/petitions_api/api_petitions/api_petitions.module';
const wtpErrors = 'modules/custom/petitions_api/api_errors/api_errors.module';
const wtpList = (status: string, offset: number): string =>
  `/v1/petitions.json?status=${status}&limit=1000&offset=${offset}`;

const weThePeople: Upstream = {
  repository: 'WhiteHouse/petitions',
  commit: 'd8b9b8a03864e4bf3a6f195628002a202f97a7e0',
  asOf: '2016-09-29',
  cases: {
    open: {
      by: wtpItem,
      answers: wtpShown({}),
      now: '2016-01-05T17:00:00Z',
      sees: reading({
        signatures: 41_000,
        opened: at('2015-12-20T17:00:00Z'),
        deadline: at('2016-01-19T17:00:00Z'),
        needed: { response: 100_000 },
        signing: { open: true },
        answer: null,
      }),
    },
    'over its number, after its deadline': {
      by: `${wtpItem} (isSignable)`,
      answers: wtpShown({ signatureCount: 129_948, signaturesNeeded: 0, status: 'pending response' }),
      now: '2016-02-05T17:00:00Z',
      sees: reading({ met: ['response'], signing: { open: true } }),
    },
    answered: {
      by: wtpItem,
      answers: wtpShown({
        status: 'responded',
        isSignable: false,
        response: {
          id: 716,
          url: 'https://petitions.whitehouse.gov/response/x',
          associationTime: 1_452_204_000,
        },
      }),
      now: '2016-02-05T17:00:00Z',
      sees: reading({ answer: { at: at('2016-01-07T22:00:00Z'), url: 'https://petitions.whitehouse.gov/response/x' } }),
    },
    'closed below its number': {
      by: `${wtpItem} (formatStatus)`,
      answers: wtpShown({ status: 'closed', isSignable: false }),
      now: '2016-02-05T17:00:00Z',
      sees: reading({ signing: { open: false }, answer: null }),
    },
    'removed by an administrator': {
      by: `${wtpItem} (formatStatus)`,
      answers: wtpShown({ status: 'removed', isPublic: false, isSignable: false }),
      sees: { kind: 'gone', final: true },
    },
    'that is not there': {
      by: wtpErrors,
      answers: {
        '/v1/petitions/22111.json': {
          status: 404,
          body: { metadata: { responseInfo: { ...info, status: 400, errorCode: '84' } } },
        },
      },
      sees: gone,
    },
    'that cannot be loaded: an error of the server with status 200': {
      by: `${wtpErrors}, modules/custom/petitions_api/api_services_responses/api_services_responses.module`,
      answers: {
        '/v1/petitions/22111.json': { body: { metadata: { responseInfo: { ...info, status: 599, errorCode: '83' } } } },
      },
      sees: /results must be a list of petitions/,
    },
    'list in pages, of the open ones and those that wait': {
      by: wtpApi,
      answers: {
        [wtpList('open', 0)]: wtpPage([shownByWtp], 2),
        [wtpList('open', 1)]: wtpPage([{ ...shownByWtp, id: 22112 }], 2),
        [wtpList('pending+response', 0)]: wtpPage([{ ...shownByWtp, id: 9, status: 'pending response' }]),
      },
      sees: ['22111', '22112', '9'],
    },
    'list of none': {
      by: wtpApi,
      answers: { [wtpList('open', 0)]: wtpPage([]), [wtpList('pending+response', 0)]: wtpPage([]) },
      sees: [],
    },
  },
};

const finnish = (id: number, changes: object = {}): object => ({
  id: `https://www.kansalaisaloite.fi/api/v1/initiatives/${id}`,
  url: {
    fi: `https://www.kansalaisaloite.fi/fi/aloite/${id}`,
    sv: `https://www.kansalaisaloite.fi/sv/initiativ/${id}`,
  },
  modified: '2025-09-01T13:50:30+03:00',
  state: 'ACCEPTED',
  stateDate: '2025-08-31T17:57:45+03:00',
  supportCount: 41_000,
  externalSupportCount: 500,
  totalSupportCount: 41_500,
  sentSupportCount: 0,
  verifiedSupportCount: 0,
  verified: null,
  name: { fi: 'Lisää penkkejä', sv: null },
  startDate: '2025-09-01',
  endDate: '2026-03-01',
  proposalType: 'LAW',
  primaryLanguage: 'fi',
  financialSupport: false,
  supportStatementsOnPaper: false,
  supportStatementsInWeb: true,
  supportStatementsRemoved: null,
  votingInProggress: true,
  ...changes,
});
const finlandShown = (changes: object): Readonly<Record<string, Answer>> => ({
  '/api/v1/initiatives/1234': { body: finnish(1234, changes) },
});
const info2019 = 'src/main/java/fi/om/initiative/dto/initiative/InitiativeInfo.java';
const finlandWeb = 'src/main/java/fi/om/initiative/web/InitiativeController.java';
const finlandList = (offset: number): string =>
  `/api/v1/initiatives?offset=${offset}&limit=50&minSupportCount=0&orderBy=mostTimeLeft`;

const finland: Upstream = {
  repository: 'solita/kansalaisaloite',
  commit: '205b6ba4f93660edeb54daa00c1338119d20ad6f',
  asOf: '2019-04-16',
  cases: {
    open: {
      by: `${info2019}, src/main/webapp/WEB-INF/freemarker/api.ftl`,
      answers: finlandShown({}),
      now: '2026-01-05T17:00:00Z',
      sees: reading({
        signatures: 41_500,
        title: 'Lisää penkkejä',
        opened: at('2025-08-31T21:00:00Z'),
        deadline: at('2026-03-01T21:59:59.999Z'),
        signing: { open: true },
      }),
    },
    'with fewer than fifty after its first month': {
      by: `${info2019} (isVotingSuspended), src/main/resources/default.properties`,
      answers: finlandShown({ supportCount: 30, externalSupportCount: 19, totalSupportCount: 49 }),
      now: '2026-01-05T17:00:00Z',
      // That it has lapsed is said by the rules, which have the month and the number.
      sees: reading({ signatures: 49, signing: { open: true } }),
    },
    'sent to Parliament': {
      by: 'src/main/java/fi/om/initiative/dto/initiative/InitiativeState.java',
      answers: finlandShown({
        state: 'DONE',
        stateDate: '2026-06-10T12:00:00+03:00',
        sentSupportCount: 52_000,
        verifiedSupportCount: 51_000,
        verified: '2026-05-20',
        votingInProggress: false,
      }),
      now: '2026-07-01T17:00:00Z',
      sees: reading({ met: ['parliament'], signing: { open: false, at: at('2026-06-10T09:00:00Z') } }),
    },
    'that is a draft, or not there': {
      by: 'src/main/java/fi/om/initiative/web/ErrorFilter.java',
      answers: {},
      sees: gone,
    },
    'that the server fails at': {
      by: 'src/main/java/fi/om/initiative/web/ErrorFilter.java',
      answers: { '/api/v1/initiatives/1234': { status: 500, body: '<html>' } },
      sees: /answered 500/,
    },
    'list in pages': {
      by: finlandWeb,
      answers: {
        [finlandList(0)]: { body: [finnish(1234), finnish(1235)] },
        [finlandList(2)]: {
          body: [
            finnish(1236, { totalSupportCount: 7, startDate: '2026-01-01' }),
            finnish(1237, { endDate: '2026-01-04', votingInProggress: false }),
          ],
        },
        [finlandList(4)]: { body: [] },
      },
      now: '2026-01-05T17:00:00Z',
      sees: ['1234', '1235', '1236'],
    },
    'list of none': { by: finlandWeb, answers: { [finlandList(0)]: { body: [] } }, sees: [] },
  },
};

const estonian = {
  id: '92cc16ee-107e-4208-b92c-2ffed24d4f4b',
  for: 'parliament',
  title: 'Rohkem pinke',
  phase: 'sign',
  signingEndsAt: '2026-05-31T21:00:00.000Z',
  signatureCount: 812,
  signatureThreshold: 1_000,
};
const estoniaShown = (changes: object): Readonly<Record<string, Answer>> => ({
  [`/initiatives/${estonian.id}`]: { body: { ...estonian, ...changes } },
});
const estoniaWeb = 'controllers/initiatives_controller.js';

const estonia: Upstream = {
  repository: 'rahvaalgatus/rahvaalgatus',
  commit: 'bba27e7f29508e42612c0d394a08f5011d5a3b9c',
  asOf: '2024-09-28',
  cases: {
    open: {
      by: `${estoniaWeb} (serializeApiInitiative), openapi.yaml`,
      answers: estoniaShown({}),
      now: '2026-05-05T17:00:00Z',
      sees: reading({
        signatures: 812,
        deadline: at('2026-05-31T21:00:00Z'),
        needed: { submission: 1_000 },
        signing: { open: true },
      }),
    },
    'in discussion, without an addressee': {
      by: estoniaWeb,
      answers: estoniaShown({
        phase: 'edit',
        for: null,
        signingEndsAt: null,
        signatureCount: 0,
        signatureThreshold: null,
      }),
      now: '2026-05-05T17:00:00Z',
      sees: reading({ signatures: 0 }),
    },
    'sent to parliament': {
      by: estoniaWeb,
      answers: estoniaShown({ phase: 'parliament', signatureCount: 1_204 }),
      now: '2026-06-05T17:00:00Z',
      sees: reading({ met: ['submission'], signing: { open: false, reason: 'sent to parliament' } }),
    },
    'that was done with before its deadline': {
      by: estoniaWeb,
      answers: estoniaShown({ phase: 'done' }),
      now: '2026-05-06T17:00:00Z',
      sees: reading({ signing: { open: false, reason: 'done' } }),
    },
    'that came to parliament in another way': {
      by: estoniaWeb,
      answers: estoniaShown({ phase: 'parliament', signatureCount: null }),
      sees: /signatureCount is null/,
    },
    'that is not published': {
      by: estoniaWeb,
      answers: { [`/initiatives/${estonian.id}`]: { status: 401, body: '<html>' } },
      sees: { ...gone, reason: 'not published yet' },
    },
    'that is not there': { by: estoniaWeb, answers: {}, sees: gone },
    'list at once': {
      by: `${estoniaWeb}, openapi.yaml`,
      answers: {
        '/initiatives?phase=sign': { body: [estonian, { ...estonian, id: '1e9b5c2a-2485-43db-a6d2-ba082d326c34' }] },
      },
      sees: [estonian.id, '1e9b5c2a-2485-43db-a6d2-ba082d326c34'],
    },
    'list of none': { by: estoniaWeb, answers: { '/initiatives?phase=sign': { body: [] } }, sees: [] },
  },
};

/** The Assembly's platform is Decidim with pages of its own: only what it does not show is known from there. */
const franceAssemblee: Upstream = {
  repository: 'decidim/decidim',
  commit: '1384eebbd8e69416d1d42cf6b2c28b4f15c3b4c1',
  asOf: '2024-07',
  cases: {
    'that may not be read': {
      by: 'decidim-core/app/controllers/concerns/decidim/needs_permission.rb',
      answers: { '/initiatives/i-3014': to('/'), '/': page },
      sees: gone,
    },
    'that needs a sign-in': {
      by: 'decidim-core/app/controllers/concerns/decidim/needs_permission.rb',
      answers: { '/initiatives/i-3014': to('/users/sign_in'), '/users/sign_in': page },
      sees: gone,
    },
    'that is not there': {
      by: 'decidim-initiatives/app/controllers/decidim/initiatives/initiatives_controller.rb',
      answers: {},
      sees: gone,
    },
  },
};

const eci = {
  id: 8807,
  comRegNum: 'ECI(2024)000007',
  status: 'ONGOING',
  latestUpdateDate: '01/07/2026 21:03',
  lastCall: false,
  registrationDate: '19/06/2025',
  deadline: '31/07/2026',
  startCollectionDate: '31/07/2025',
  partiallyRegistered: false,
  linguisticVersions: ['DE', 'EN', 'FR'].map((languageCode) => ({
    original: languageCode === 'EN',
    languageCode,
    title: 'More benches',
    objectives: '…',
    commissionDecision: { document: { id: 1, mimeType: 'application/pdf', name: '…', size: 1 } },
    supportLink: 'https://eci.ec.europa.eu/045/public/#/screen/home',
  })),
  members: [{ type: 'REPRESENTATIVE', fullName: '…', privacyApplied: true }],
  progress: [
    { name: 'REGISTERED', active: false, date: '19/06/2025' },
    { name: 'COLLECTION_START_DATE', active: false, date: '31/07/2025' },
    { name: 'ONGOING', active: true, date: '31/07/2025' },
  ],
  funding: {},
};
const eciEntries = [
  { countryCodeType: 'DE', total: 800_000 },
  { countryCodeType: 'FI', total: 10_000, afterSubmission: true },
];
const verified = {
  updateDate: '01/03/2027',
  entry: eciEntries,
  footnoteType: 'AFTER_SUBMISSION_CERTIFICATES',
  totalSignatures: 800_000,
};
const eciSteps = (...steps: readonly (readonly [name: string, date: string])[]): object[] => [
  ...eci.progress.slice(0, 2),
  ...steps.map(([name, date], index) => ({ name, date, active: index === steps.length - 1 })),
];
const eciShown = (changes: object, counted?: number): Readonly<Record<string, Answer>> => ({
  '/core/api/register/details/2024/000007': { body: { ...eci, ...changes } },
  ...(counted !== undefined && {
    '/045/public/api/report/progression': { body: { signatureCount: counted, goal: 1_000_000 } },
  }),
});
const eciSchema = 'service/eu_ec_eci/schema.go';
const eciList = (offset: number): string => `/core/api/register/search/ALL/EN/${offset}/50`;
const eciEntry = (number: string, status = 'ONGOING'): object => ({
  id: Number(number),
  year: '2024',
  number,
  pubRegNum: `ECI(2024)${number}`,
  languageCode: 'EN',
  lastCall: false,
  latestUpdateDate: '01/07/2026 21:03',
  status,
  title: 'More benches',
  totalSupporters: 12,
});
const eciIndex = (...entries: readonly object[]): Answer => ({
  body: { requests: 9, registered: 9, successful: 1, ongoing: 1, answered: 1, all: 9, recordsFound: 2, entries },
});

const euEci: Upstream = {
  kind: 'client',
  repository: 'HuguesGuilleus/sniffle',
  commit: '0d1d0b3f28cc049ccb1285f9ce8b499b524082ea',
  asOf: '2025-10-25',
  cases: {
    open: {
      by: eciSchema,
      answers: eciShown({ sosReport: { entry: eciEntries.slice(0, 1), totalSignatures: 800_000 } }, 810_000),
      now: '2026-07-02T09:00:00Z',
      sees: reading({
        signatures: 810_000,
        title: 'More benches',
        registered: at('2025-06-18T22:00:00Z'),
        opened: at('2025-07-30T22:00:00Z'),
        deadline: at('2026-07-31T21:59:59.999Z'),
        signing: { open: true },
        parts: { DE: 800_000 },
        clockStarted: null,
        answer: null,
      }),
    },
    'registered, whose collection has no day yet': {
      by: eciSchema,
      answers: eciShown({
        status: 'REGISTERED',
        deadline: '',
        startCollectionDate: undefined,
        progress: [
          { name: 'REGISTERED', active: true, date: '19/06/2025' },
          { name: 'COLLECTION_START_DATE', active: false },
        ],
      }),
      now: '2025-07-02T09:00:00Z',
      sees: reading({ signatures: 0, registered: at('2025-06-18T22:00:00Z'), clockStarted: null, answer: null }),
    },
    'that its organisers closed early': {
      by: eciSchema,
      answers: eciShown({
        status: 'CLOSED',
        earlyClosureDate: '02/07/2026',
        progress: [
          ...eci.progress.slice(0, 2),
          { name: 'CLOSED', active: true, date: '02/07/2026', footnoteType: 'COLLECTION_EARLY_CLOSURE' },
        ],
        sosReport: { entry: eciEntries.slice(0, 1), totalSignatures: 800_000 },
      }),
      now: '2026-07-04T09:00:00Z',
      sees: reading({
        signatures: 800_000,
        signing: { open: false, at: at('2026-07-02T21:59:59.999Z'), reason: 'closed by its organisers' },
      }),
    },
    'without enough support': {
      by: eciSchema,
      answers: eciShown({
        status: 'INSUFFICIENT_SUPPORT',
        deadline: '',
        earlyClosureDate: '',
        progress: eciSteps(['CLOSED', '31/07/2026'], ['INSUFFICIENT_SUPPORT', '31/10/2026']),
      }),
      now: '2026-11-04T09:00:00Z',
      sees: reading({ signing: { open: false, at: at('2026-07-31T21:59:59.999Z') }, clockStarted: null, answer: null }),
    },
    'that was withdrawn': {
      by: eciSchema,
      answers: eciShown({ status: 'WITHDRAWN', deadline: '', progress: eciSteps(['WITHDRAWN', '01/02/2026']) }),
      now: '2026-03-04T09:00:00Z',
      sees: reading({ signing: { open: false, at: at('2026-02-01T22:59:59.999Z'), reason: 'withdrawn' } }),
    },
    submitted: {
      by: eciSchema,
      answers: eciShown({
        status: 'SUBMITTED',
        deadline: '',
        progress: eciSteps(['CLOSED', '31/07/2026'], ['VERIFICATION', '01/09/2026'], ['SUBMITTED', '26/01/2027']),
        submission: verified,
        preAnswer: {
          links: [
            {
              defaultLanguageCode: 'EN',
              defaultName: 'EXAMIN_STEPS',
              defaultLink: 'https://citizens-initiative.europa.eu/x',
            },
          ],
        },
      }),
      now: '2027-03-04T09:00:00Z',
      sees: reading({
        signatures: 800_000,
        parts: { DE: 800_000 },
        met: ['response'],
        clockStarted: at('2027-01-25T23:00:00Z'),
        answer: null,
      }),
    },
    answered: {
      by: eciSchema,
      answers: eciShown({
        status: 'ANSWERED',
        deadline: '',
        progress: eciSteps(['CLOSED', '31/07/2026'], ['SUBMITTED', '26/01/2027'], ['ANSWERED', '20/07/2027']),
        submission: verified,
        answer: {
          id: 3,
          decisionDate: '20/07/2027',
          links: ['ANNEX', 'COMMUNICATION', 'PRESS_RELEASE'].map((defaultName) => ({
            defaultLanguageCode: 'EN',
            defaultName,
            defaultLink: `https://ec.europa.eu/${defaultName}`,
          })),
        },
      }),
      now: '2027-08-04T09:00:00Z',
      sees: reading({
        met: ['response'],
        answer: { at: at('2027-07-19T22:00:00Z'), url: 'https://ec.europa.eu/COMMUNICATION' },
      }),
    },
    'that is not there': { by: eciSchema, answers: {}, sees: gone },
    'list, of which only those that collect are read': {
      by: 'service/eu_ec_eci/fetch_index.go, service/eu_ec_eci/schema.go',
      answers: {
        [eciList(0)]: eciIndex(eciEntry('000006', 'ANSWERED'), eciEntry('000007')),
        ...eciShown({ sosReport: { entry: [], totalSignatures: 12 } }),
      },
      now: '2026-07-02T09:00:00Z',
      sees: ['2024/000007'],
    },
  },
};

const field = (label: string, data: string): string =>
  `<div class="petition_field_label">${label}</div><div class="petition_field_data">${data}&nbsp;</div>`;
const dutchForm =
  '<div class="petition-form-float-wrapper"><h2 class="petition-section-title">Ondertekenen</h2><form></form></div>';

/** A page of petities.nl: without a count where nobody has signed, and with a state where it is not live. */
const dutchPage = (count: number, details: string, form = ''): Answer => ({
  body: `<!DOCTYPE html><html class="no-js" lang="nl"><head><title>Meer bankjes|Petities.nl</title></head><body class="vervolg">
    <div class="page"><section class="petition-intro-container-noimage"><div class="petition-intro-info-container">
    <h1 class="petition-intro-info-title">Meer bankjes</h1>
    ${count === 0 ? '' : `<div class="petition-intro-info-counter">${count.toLocaleString('nl')} ondertekening${count === 1 ? '' : 'en'}</div>`}
    <div class="petition-intro-info-text"><p>…</p></div></div></section>
    <section class="petition-container"><div class="petition-text-wrapper"><h2 class="petition-section-title">Petitie</h2></div>
    <div class="petition-form-wrapper">${form}</div></section>
    <section class="petition-details-container"><div class="petition-details" id="detailbox">${field('Ontvanger:', '…')}
    ${details}<div class="clearfix"></div></div></section></div>
    <div class="page"><section><h2 class="petition-section-title">Ondertekeningen</h2><div class="navigation-bar">
    ${count === 0 ? '<div class="whitespace">Nog geen ondertekeningen</div>' : ''}<div class="clearfix"></div>
    <a class="navigation-toall">Naar alle ondertekeningen</a></div></section></div></body></html>`,
});
const dutchShow = 'app/views/petitions/show.html.slim, app/views/petitions/_detailbox.html.slim, config/locales/nl.yml';
const dutch = (answer: Answer): Readonly<Record<string, Answer>> => ({
  '/petitions/meer-bankjes-in-het-park?locale=nl': answer,
});
const dutchList = (page: number): string => `/petitions/all?sorting=open&page=${page}&locale=nl`;
const dutchRow = (slug: string, count: string): string =>
  `<div class="petition-overview"><a class="petition-overview-image-container" href="/petitions/${slug}?locale=nl"></a>
   <div class="petition-overview-info-container"><h2 class="petition-overview-info-title"><a href="/petitions/${slug}?locale=nl"></a>
   Meer bankjes</h2><div class="petitions-counter">${count}</div></div></div>`;
const dutchRows = (...rows: readonly string[]): Answer => ({
  body: `<!DOCTYPE html><html><body><div class="petitions-overview-container">${rows.join('')}</div></body></html>`,
});

const petities: Upstream = {
  repository: 'petities/petitions.eu',
  commit: '7958d2e4f21965d9922490a0c63f265166cce53e',
  asOf: '2024-12-08',
  cases: {
    open: {
      by: `${dutchShow}, app/views/petitions/_signform.html.slim`,
      answers: dutch(
        dutchPage(1_204, field('Einddatum:', '20-11-2026') + field('Antwoord verwacht:', '15-01-2027'), dutchForm),
      ),
      now: '2026-10-20T12:00:00Z',
      sees: reading({
        signatures: 1_204,
        title: 'Meer bankjes',
        deadline: at('2026-11-20T22:59:59.999Z'),
        answerDue: at('2027-01-15T22:59:59.999Z'),
        signing: { open: true },
      }),
    },
    'that one person has signed': {
      by: dutchShow,
      answers: dutch(dutchPage(1, '', dutchForm)),
      sees: reading({ signatures: 1, signing: { open: true } }),
    },
    'that nobody has signed': {
      by: `${dutchShow}, app/views/petitions/_signatures.html.slim`,
      answers: dutch(dutchPage(0, '', dutchForm)),
      sees: reading({ signatures: 0, signing: { open: true } }),
    },
    'closed, and answered': {
      by: `${dutchShow}, app/models/petition.rb (state_summary)`,
      answers: dutch(
        dutchPage(
          1_204,
          field('Status:', 'Gesloten'),
          '<h2 class="petition-section-title">Het antwoord</h2><div class="petition-text petition-answer"><h3>…</h3>…</div>',
        ),
      ),
      sees: reading({ signing: { open: false }, answer: {} }),
    },
    'that is a draft': {
      by: `${dutchShow}, app/models/petition.rb (state_summary)`,
      answers: dutch(dutchPage(0, field('Status:', 'Nog niet af'))),
      sees: { ...gone, reason: 'not published yet' },
    },
    'that is not there': { by: 'app/controllers/concerns/find_petition.rb', answers: {}, sees: gone },
    'list in pages': {
      by: 'app/views/petitions/_list_item.html.slim, app/controllers/concerns/sort_petitions.rb',
      answers: {
        [dutchList(1)]: dutchRows(dutchRow('bankjes', '1.204'), dutchRow('lampen', '')),
        [dutchList(2)]: dutchRows(dutchRow('fietsen', '7')),
        [dutchList(3)]: dutchRows(),
      },
      sees: ['bankjes', 'lampen', 'fietsen'],
    },
  },
};

const bar = (id: string, count: string, needed: number, subtitle: string): string => `<div id="${id}"
  class="progress__bar progress__bar--vertical"><div class="progress__bar__title">
  <span class="progress__bar__number">${count}</span>/${needed} <span class="progress__bar__text">signatures</span></div>
  <div class="progress progress__bar__bar" role="progressbar"></div><div class="progress__bar__subtitle">${subtitle}</div></div>`;
const decidimPage = (count: string): Answer => ({
  body: `<!DOCTYPE html><html><body><h2 class="heading2">Plus de bancs</h2><div id="initiative-101077-progress-bar">
    ${bar('initiative-101077-votes-count', count, 100_000, 'Il faut plus de signatures')}
    ${bar('initiative-scope-3-101077-votes-count', '12', 2_500, '…')}</div></body></html>`,
});
const decidimViews =
  'decidim-initiatives/app/views/decidim/initiatives/initiatives/_progress_bar.html.erb, decidim-core/app/cells/decidim/progress_bar/show.erb';
const api = 'decidim-initiatives/lib/decidim/api/initiative_type.rb';
const barcelona = { id: 'decidim.barcelona/i-101077', now: '2026-10-05T12:00:00Z', by: api } as const;
const decidimApi = (changes: object): Readonly<Record<string, Answer>> => ({
  '/api': {
    body: {
      data: {
        initiative: {
          id: '101077',
          state: 'open',
          signatureStartDate: '2026-09-01',
          signatureEndDate: '2026-12-31',
          onlineVotes: 700,
          offlineVotes: 4,
          title: { translations: [{ locale: 'ca', text: 'Més bancs' }] },
          ...changes,
        },
      },
    },
  },
  '/initiatives/i-101077': decidimPage('700'),
});

/** Its files are each as of a commit of their own; this is that of the core's progress bar. */
const decidim: Upstream = {
  repository: 'decidim/decidim',
  commit: '149be0f47f2b6ffc72551e0fc794e19e309dbb71',
  asOf: '2024-07',
  cases: {
    open: {
      by: decidimViews,
      answers: { '/initiatives/i-101077': decidimPage('99120') },
      now: '2026-10-05T12:00:00Z',
      sees: reading({ signatures: 99_120, title: 'Plus de bancs', needed: { conference: 100_000 } }),
    },
    'open, by the API': {
      ...barcelona,
      answers: decidimApi({}),
      sees: reading({
        signatures: 704,
        title: 'Més bancs',
        opened: at('2026-08-31T22:00:00Z'),
        deadline: at('2026-12-31T22:59:59.999Z'),
        signing: { open: true },
      }),
    },
    'with too few signatures, by the API': {
      ...barcelona,
      answers: decidimApi({ state: 'rejected' }),
      sees: reading({ signing: { open: false, reason: 'not enough signatures' } }),
    },
    'that is in validation, by the API': { ...barcelona, answers: decidimApi({ state: 'validating' }), sees: gone },
    'that may not be read': {
      by: 'decidim-core/app/controllers/concerns/decidim/needs_permission.rb',
      answers: { '/initiatives/i-101077': to('/'), '/': page },
      sees: gone,
    },
  },
};

export const upstreams: Readonly<Record<string, Upstream>> = {
  petities,
  decidim,
  'uk-parliament': ukParliament,
  'us-we-the-people': weThePeople,
  senedd,
  scotland,
  jersey,
  'france-assemblee': franceAssemblee,
  'eu-eci': euEci,
  finland,
  estonia,
};
