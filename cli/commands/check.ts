/** `monitor check`: whether a petitions.json is good, and what it means. */
import { Temporal } from 'temporal-polyfill';
import { formatIsoDuration, formatMoment, formatNumber, capitalize } from '../../src/format.ts';
import type { Config } from '../../src/config/config.ts';
import { readConfig } from '../../src/config/read-config.ts';
import {
  filterPolicyQuotaWarning,
  filterPolicyText as choicesInWords,
  operatorSubscriptions,
  digestSubscriptions,
  alertSubscriptions,
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
import { readTextFile } from '../read-file.ts';

export function check({ config: file }: { readonly config: string }): void {
  const config = readConfig(readTextFile(file), file);
  if (config.allowPrivateSources) {
    process.stderr.write(
      '"allowPrivateSources" is true: sources may be read by http, and from hosts that are not public.\n',
    );
  }
  const crowded = filterPolicyQuotaWarning(alertSubscriptions(config));
  if (crowded !== undefined) process.stderr.write(`${crowded}\n`);
  process.stdout.write(
    `${[`${file} is good.`, ...namedPetitions(config).map(petition), ...watchQueries(config).map(query), people(config)].join('\n\n')}\n`,
  );
}

function petition({ petition: name, baseUrl, keyParameter, settings }: WatchedPetition): string {
  const [...editions] = settings.history;
  const key = keyParameter === undefined ? [] : [`  key        in the parameter ${keyParameter}`];
  return [`${name} at ${baseUrl}`, ...key, ...editions.flatMap((one) => edition(one, editions.length > 1))].join('\n');
}

/** All that an entry with `all` is about. */
function query({ name, baseUrl, entry, watched }: WatchQuery): string {
  const { minSignatures, titleMatches } = entry;
  const which = [
    'all that are open',
    ...(minSignatures === undefined ? [] : [`with ${formatNumber(minSignatures)} signatures or more`]),
    ...(titleMatches === undefined ? [] : [`with a title that matches ${titleMatches}`]),
  ];
  const [...editions] = watched('').settings.history;
  return [
    `${name}, ${which.join(', ')}, at ${baseUrl}`,
    '  found      by the list of the platform, which is read once an hour',
    ...editions.flatMap((one) => edition(one, editions.length > 1)),
  ].join('\n');
}

function edition({ from, rules }: Edition, oneOfSeveral: boolean): string[] {
  return [
    ...(oneOfSeveral ? [`  if opened from ${from} on:`] : []),
    `  signing    ${window(rules)}`,
    ...(rules.thresholds.length === 0 ? ['  thresholds none: what is watched is the count and the closing'] : []),
    ...rules.thresholds.map((threshold) => `  ${threshold.name.padEnd(10)} ${thresholdText(threshold, rules)}`),
  ];
}

function window({ signingWindow, cutoff, timeZone }: Rules): string {
  if (signingWindow === undefined) return 'without end, unless the platform gives a deadline';
  return `until the platform's deadline, or else for ${formatIsoDuration(signingWindow)} from opening, ${cutoffText(cutoff)} in ${timeZone}`;
}

function thresholdText(rule: Rules['thresholds'][number], rules: Rules): string {
  const answer = obligationText(rule);
  const means = rule.consequence === undefined ? '' : `: ${rule.consequence}`;
  return `at ${requirementText(rule)}${means}${answer === undefined ? '' : `, ${answer}, ${cutoffText(rules.cutoff)} (by ${rules.commitment})`}`;
}

const quiet = ({ from, to, timeZone }: NonNullable<Config['quietHours']>): string =>
  `Quiet      from ${from} to ${to} in ${timeZone}, for all but the four main alerts`;

function people(config: Config): string {
  const line = ({ protocol, endpoint, filterPolicy }: Subscription): string => {
    return `  ${protocol} to ${endpoint}: ${filterPolicy === undefined ? 'every alert' : choicesInWords(filterPolicy)}`;
  };
  const subscribers = alertSubscriptions(config);
  const operators = operatorSubscriptions(config);
  return [
    subscribers.length === 0 ? 'Nobody subscribes: name somebody under "subscribers".' : 'Subscribers',
    ...subscribers.map(line),
    operators.length === 0
      ? 'Nobody is told when the monitor is in trouble: name somebody under "operators".'
      : 'Operators',
    ...operators.map(({ protocol, endpoint }) => `  ${protocol} to ${endpoint}`),
    ...(config.remindEvery === undefined
      ? []
      : [`Reminders  every ${formatIsoDuration(config.remindEvery)} of an answer that is overdue`]),
    ...(config.quietHours === undefined ? [] : [quiet(config.quietHours)]),
    ...config.digests.flatMap(digest),
    ...(config.site === undefined ? [] : [site(config.site)]),
    `Warnings   ${config.warnBefore.map((one) => `${formatIsoDuration(one)} before a deadline`).join(', ') || 'none'}`,
    `Forecasts  ${config.forecasts ? 'told when a threshold becomes likely, or unlikely again' : 'none'}`,
    `Looks      every ${formatIsoDuration(config.longestSilence)} at least${budget(config)}`,
  ].join('\n');
}

function site({ title, domain, every }: NonNullable<Config['site']>): string {
  const address = domain === undefined ? 'an address that the deploy names (SiteUrl)' : `https://${domain}/`;
  return `Site       "${title}" at ${address}, made every ${formatIsoDuration(every)}; everybody may read it`;
}

function budget({ requestsPerDay }: Config): string {
  const limits = Object.entries(requestsPerDay ?? {}).map(
    ([whose, most]) => `${formatNumber(most)} a day to each ${whose}`,
  );
  return limits.length === 0 ? '' : `, with at most ${limits.join(' and ')}`;
}

function digest(list: Config['digests'][number]): string[] {
  const { name, every, at, timeZone, petitions } = list;
  const readers = digestSubscriptions(list);
  const when = `${every === 'day' ? 'each day' : `each ${capitalize(every)}`} at ${at} in ${timeZone}`;
  const next = formatMoment(nextOccurrence(list, Temporal.Now.instant()), timeZone);
  return [
    `Digest     ${name}, ${when}; next ${next}`,
    ...(petitions === undefined ? [] : [`  of ${petitions.join(', ')}`]),
    ...readers.map(({ protocol, endpoint }) => `  ${protocol} to ${endpoint}`),
    ...(readers.length === 0 ? [`  nobody gets it: name somebody under its "subscribers"`] : []),
  ];
}
