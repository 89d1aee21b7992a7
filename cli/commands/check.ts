/** `petition-monitor check`: whether a petitions.json is good, and what it does. */
import { Temporal } from 'temporal-polyfill';
import { formatIsoDuration, formatMoment, formatNumber, capitalize } from '../../src/format.ts';
import * as z from 'zod/mini';
import { channelSubscribers } from '../../src/config/channel-subscribers.ts';
import type { Config } from '../../src/config/config.ts';
import { titleLimits } from '../../src/config/watch-queries.ts';
import { maxPatternMs } from '../../src/sources/custom/pattern.ts';
import {
  addressQuotaWarning,
  filterPolicyOf,
  filterPolicyQuotaWarning,
  filterPolicyText,
  operatorSubscriptions,
  digestSubscriptions,
  alertSubscriptions,
  type FilterPolicy,
  type Subscription,
} from '../../src/config/subscriptions.ts';
import {
  watchQueries,
  namedPetitions,
  type WatchQuery,
  type WatchedPetition,
} from '../../src/config/watched-petition.ts';
import { nextOccurrence } from '../../lambda/digest/schedule.ts';
import type { Edition, Rules } from '../../src/domain/rules.ts';
import { cutoffText, obligationText, requirementText } from '../rules/wording.ts';
import { costText, worstCost } from '../pattern-cost.ts';
import { configOrExample, readConfigFile } from '../read-file.ts';

export function check({ config: named }: { readonly config: string }): void {
  const file = configOrExample(named);
  const config = readConfigFile(file);
  if (config.allowPrivateSources) {
    process.stderr.write('"allowPrivateSources" is true: sources may use http, and hosts that are not public.\n');
  }
  for (const warning of [filterPolicyQuotaWarning(alertSubscriptions(config)), addressQuotaWarning(config)]) {
    if (warning !== undefined) process.stderr.write(`${warning}\n`);
  }
  for (const slow of slowPatterns(config)) process.stderr.write(`${slow}\n`);
  const watched = [...namedPetitions(config).map(petitionText), ...watchQueries(config).map(queryText)];
  process.stdout.write(`${[`${file} is good.`, ...watched, settingsText(config)].join('\n\n')}\n`);
}

function petitionText({ petition: name, baseUrl, keyParameter, settings }: WatchedPetition): string {
  const key = keyParameter === undefined ? [] : [`  API key    in the parameter ${keyParameter}`];
  return [`${name} at ${baseUrl}`, ...key, ...editionLines(settings.history)].join('\n');
}

/** An entry with `all`. */
function queryText({ name, baseUrl, entry, watched }: WatchQuery): string {
  const { minSignatures, titleMatches } = entry;
  const which = [
    'all open petitions',
    ...(minSignatures === undefined ? [] : [`with ${formatNumber(minSignatures)} signatures or more`]),
    ...(titleMatches === undefined ? [] : [`with a title that matches ${titleMatches}`]),
  ];
  return [
    `${name}, ${which.join(', ')}, at ${baseUrl}`,
    '  found      in the list of the platform, which is read once an hour',
    ...(titleMatches === undefined ? [] : [`  pattern    ${titleCostText(titleMatches)}`]),
    ...editionLines(watched('').settings.history),
  ].join('\n');
}

/** The longest title has 300 characters. */
const titleCostText = (pattern: string): string =>
  costText(worstCost(new RegExp(pattern, 'iu'), 300, titleLimits.first), titleLimits.first);

/** The patterns of custom entries that are slow on a thousand characters: on a page they would never end. */
const slowPatterns = ({ watch }: Config): string[] =>
  watch.flatMap((entry, index) =>
    Object.entries(entry).flatMap(([name, place]: [string, unknown]): string[] => {
      const { pattern } = patternPlace.parse(place);
      const cost = pattern === undefined ? undefined : worstCost(new RegExp(pattern, 'gu'), 1_000, maxPatternMs);
      return cost === undefined || (cost.milliseconds ?? maxPatternMs) < maxPatternMs / 2
        ? []
        : [`watch.${index}.${name}.pattern ${costText(cost, maxPatternMs)}`];
    }),
  );

const patternPlace = z.catch(z.object({ pattern: z.optional(z.string()) }), {});

const editionLines = (editions: readonly Edition[]): string[] =>
  editions.flatMap(({ from, rules }) => [
    ...(editions.length > 1 ? [`  if opened since ${from}:`] : []),
    `  signing    ${windowText(rules)}`,
    ...(rules.thresholds.length === 0 ? ['  thresholds none: only the count and the end of signing are watched'] : []),
    ...rules.thresholds.map((threshold) => `  ${threshold.name.padEnd(10)} ${thresholdText(threshold, rules)}`),
  ]);

function windowText({ signingWindow, cutoff, timeZone }: Rules): string {
  if (signingWindow === undefined) return 'no end, unless the platform sets a deadline';
  return `until the platform's deadline, or else for ${formatIsoDuration(signingWindow)} from opening, ${cutoffText(cutoff)} in ${timeZone}`;
}

function thresholdText(rule: Rules['thresholds'][number], rules: Rules): string {
  const obligation = obligationText(rule);
  const consequence = rule.consequence === undefined ? '' : `: ${rule.consequence}`;
  const deadline =
    obligation === undefined ? '' : `, ${obligation}, ${cutoffText(rules.cutoff)} (by ${rules.commitment})`;
  return `at ${requirementText(rule)}${consequence}${deadline}`;
}

const recipientLine = (who: string, filterPolicy: FilterPolicy | undefined): string =>
  `  ${who}: ${filterPolicy === undefined ? 'every alert' : filterPolicyText(filterPolicy)}`;

const quietHoursText = ({ from, to, timeZone }: NonNullable<Config['quietHours']>): string =>
  `Quiet      from ${from} to ${to} in ${timeZone}, for all alerts but the four main ones`;

function settingsText(config: Config): string {
  const line = ({ protocol, endpoint, filterPolicy }: Subscription): string =>
    recipientLine(`${protocol} to ${endpoint}`, filterPolicy);
  const subscribers = [
    ...alertSubscriptions(config).map(line),
    ...channelSubscribers(config).map(({ place, filters }) => recipientLine(place, filterPolicyOf(filters))),
  ];
  const operators = operatorSubscriptions(config);
  return [
    subscribers.length === 0 ? 'Nobody gets alerts: add an address under "subscribers".' : 'Subscribers',
    ...subscribers,
    operators.length === 0
      ? 'Nobody is notified when the monitor has a problem: add an address under "operators".'
      : 'Operators',
    ...operators.map(({ protocol, endpoint }) => `  ${protocol} to ${endpoint}`),
    ...(config.remindEvery === undefined
      ? []
      : [`Reminders  every ${formatIsoDuration(config.remindEvery)} while a response has not arrived after its date`]),
    ...(config.quietHours === undefined ? [] : [quietHoursText(config.quietHours)]),
    ...config.digests.flatMap(digestLines),
    ...(config.site === undefined ? [] : [siteText(config.site)]),
    `Warnings   ${config.warnBefore.map((one) => `${formatIsoDuration(one)} before a deadline`).join(', ') || 'none'}`,
    `Forecasts  ${config.forecasts ? 'an alert when a threshold becomes likely, or unlikely again' : 'none'}`,
    `Checks     at most ${formatIsoDuration(config.longestSilence)} apart${budgetText(config)}`,
  ].join('\n');
}

function siteText({ title, domain, every, signUp }: NonNullable<Config['site']>): string {
  const address = domain === undefined ? 'an address that the deployment shows (SiteUrl)' : `https://${domain}/`;
  return `Site       "${title}" at ${address}, generated every ${formatIsoDuration(every)}; it is public${signUp ? `; at most ${formatNumber(signUp.perDay)} visitors a day can sign up for mails about a petition` : ''}`;
}

function budgetText({ requestsPerDay }: Config): string {
  const limits = Object.entries(requestsPerDay ?? {}).map(
    ([target, most]) => `${formatNumber(most)} requests per day to each ${target}`,
  );
  return limits.length === 0 ? '' : `, with at most ${limits.join(' and ')}`;
}

function digestLines(list: Config['digests'][number]): string[] {
  const { name, every, at, timeZone, petitions } = list;
  const recipients = digestSubscriptions(list);
  const when = `${every === 'day' ? 'each day' : `each ${capitalize(every)}`} at ${at} in ${timeZone}`;
  const next = formatMoment(nextOccurrence(list, Temporal.Now.instant()), timeZone);
  return [
    `Digest     ${name}, ${when}; next on ${next}`,
    ...(petitions === undefined ? [] : [`  about ${petitions.join(', ')}`]),
    ...recipients.map(({ protocol, endpoint }) => `  ${protocol} to ${endpoint}`),
    ...(recipients.length === 0 ? ['  nobody gets it: add an address under its "subscribers"'] : []),
  ];
}
