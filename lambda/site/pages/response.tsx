/** What is owed once a threshold is met: by whom, by when, counted from what, what that is worth, and what came of it. */
import { clockEventText, commitmentVerbs } from '../../../src/notifications/response-wording.ts';
import { formatIsoDuration, capitalize } from '../../../src/format.ts';
import { clockStart } from '../../../src/domain/response-clock.ts';
import type { Threshold } from '../../../src/domain/petition.ts';
import type { ThresholdRule } from '../../../src/domain/rules.ts';
import { calendarDaysBetween } from '../../../src/domain/time.ts';
import type { PetitionRecord, SiteContext } from '../view-model.ts';
import { EvidenceText } from './evidence.tsx';
import { RelativeTime, Time, VerdictMark } from './components.tsx';
import { responseKind } from './states.ts';
import { countText, safeLink } from './site-format.ts';
import { responseWords } from './verdict-labels.ts';

interface Props {
  readonly name: string;
  readonly threshold: Threshold;
  readonly rule: ThresholdRule | undefined;
  readonly record: PetitionRecord;
  readonly site: SiteContext;
}

export function ResponseDetails({ threshold, rule, record, site }: Props) {
  const { response, verdict } = threshold;
  const { rules, petition } = record;
  const window = rule?.responseWindow;
  const authority = rules?.authority ?? 'the authority';
  if (response.verdict === 'none') {
    if (window === undefined)
      return verdict === 'open' ? null : <p class="fine">No response deadline applies to this threshold.</p>;
    return (
      <p>
        An answer from {authority} {commitmentVerbs[rules?.commitment ?? 'promise'].ahead} within{' '}
        {formatIsoDuration(window)} of {clockEventText(rule?.clock ?? 'met')}
        {verdict === 'missed' ? '.' : ', which is still to come.'}
      </p>
    );
  }
  return (
    <div class="answer">
      <h4>
        <VerdictMark mark={responseKind(response.verdict)}>{responseWords[response.verdict]}</VerdictMark>
      </h4>
      <ResponseOwed {...{ threshold, rule, record, site }} />
      {petition.answer && (
        <p>
          {capitalize(authority)} answered{' '}
          <EvidenceText evidence={petition.answer} zone={record.status.timeZone} site={site} />{' '}
          <DaysLate threshold={threshold} record={record} site={site} />
        </p>
      )}
      <AnswerLink url={petition.answer?.url} />
    </div>
  );
}

/** What an authority's word is worth. */
const commitmentText = {
  statute: 'The law says so.',
  promise: 'It is a promise of theirs.',
  convention: 'It is a convention: nobody has promised a date.',
} as const;

function ResponseOwed({ threshold, rule, record, site }: Omit<Props, 'name'>) {
  const { response, met } = threshold;
  const { rules, status, petition, asOf } = record;
  const zone = status.timeZone;
  const { deadline } = response;
  const commitment = rules?.commitment ?? 'promise';
  if (deadline === undefined) return <p>It came before it was owed.</p>;
  const start = rule && clockStart(rule, met, petition, { now: asOf, lagMinutes: 0 });
  const verb = response.verdict === 'due' ? commitmentVerbs[commitment].ahead : commitmentVerbs[commitment].hindsight;
  return (
    <p>
      An answer from {rules?.authority ?? 'the authority'} {verb} by <Time at={deadline} zone={zone} site={site} />
      {response.verdict === 'due' && (
        <>
          {' '}
          <b>
            <RelativeTime at={deadline} kind="left" />
          </b>
        </>
      )}
      {start && rule.responseWindow !== undefined && (
        <>
          : {formatIsoDuration(rule.responseWindow)} from {clockEventText(rule.clock ?? 'met')} on{' '}
          <Time at={start} zone={zone} site={site} />
        </>
      )}
      . {commitmentText[commitment]}
      {response.verdict === 'missed' && ' None has come.'}
    </p>
  );
}

function DaysLate({
  threshold: { response },
  record: { petition, status },
  site,
}: Pick<Props, 'threshold' | 'record' | 'site'>) {
  if (response.verdict !== 'late' || response.deadline === undefined || petition.answer === undefined) return null;
  const days = calendarDaysBetween(response.deadline, petition.answer.by, status.timeZone);
  return <b>{days === 0 ? 'Less than a day' : capitalize(countText(days, 'day', site))} late.</b>;
}

function AnswerLink({ url }: { readonly url: string | undefined }) {
  const address = safeLink(url);
  return address === undefined ? null : (
    <p>
      <a href={address.href} rel="noopener">
        Read the answer on {address.host}
      </a>
    </p>
  );
}
