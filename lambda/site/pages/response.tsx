/**
 * What is owed once a threshold is met: by whom, by when, counted from what, on what that rests, and what came of it.
 */
import {
  clockEventText,
  commitmentNotes,
  orLater,
  pastDate,
  responseLabel,
  responseOwedClause,
  windowText,
} from '../../../src/notifications/response-wording.ts';
import { capitalize } from '../../../src/format.ts';
import { clockStart } from '../../../src/domain/response-clock.ts';
import type { Threshold } from '../../../src/domain/petition.ts';
import { responseProvenance } from '../../../src/domain/rulebook.ts';
import { windowAt } from '../../../src/domain/response-deadline.ts';
import { inWorkingDays, type ThresholdRule } from '../../../src/domain/rules.ts';
import { calendarDaysBetween } from '../../../src/domain/time.ts';
import type { PetitionRecord, SiteContext } from '../view-model.ts';
import { EvidenceText } from './evidence.tsx';
import { RelativeTime, Time, VerdictMark } from './components.tsx';
import { responseKind } from './states.ts';
import { countText, safeLink } from './site-format.ts';

interface Props {
  readonly name: string;
  readonly threshold: Threshold;
  readonly rule: ThresholdRule | undefined;
  readonly record: PetitionRecord;
  readonly site: SiteContext;
}

export function ResponseDetails({ threshold, rule, record, site }: Props) {
  const { response, verdict } = threshold;
  const { petition } = record;
  const window = rule?.responseWindow;
  const owed = obligationOf(record);
  if (response.verdict === 'none') {
    if (rule?.answerDue === true && verdict === 'met') return <p>The platform has not named a day for the response.</p>;
    if (window === undefined)
      return verdict === 'open' ? null : <p class="fine">No response deadline applies to this threshold.</p>;
    return (
      <>
        <p>
          {responseOwedClause(owed, 'is')} within {windowText(window, rule && inWorkingDays(rule))} of{' '}
          {clockEventText(rule?.clock ?? 'met')}
          {verdict === 'missed'
            ? '.'
            : petition.clock
              ? '. The platform does not show when that was.'
              : ', which has not happened yet.'}
        </p>
        <Basis record={record} />
      </>
    );
  }
  return (
    <div class="answer">
      <h4>
        <VerdictMark mark={responseKind(response.verdict, owed.commitment)}>
          {responseLabel(response.verdict, owed.commitment)}
        </VerdictMark>
      </h4>
      <ResponseOwed {...{ threshold, rule, record, site }} />
      {petition.answer && (
        <p>
          {capitalize(owed.authority)} answered{' '}
          <EvidenceText evidence={petition.answer} zone={record.status.timeZone} site={site} />{' '}
          <DaysLate threshold={threshold} record={record} site={site} />
        </p>
      )}
      <AnswerLink url={petition.answer?.url} />
    </div>
  );
}

const obligationOf = ({ petition, rules }: PetitionRecord) => ({
  authority: petition.authority ?? rules?.authority ?? 'the authority',
  commitment: rules?.commitment ?? 'promise',
});

/** Who set the date, where and when: as the built-in rules quote it. */
function Basis({ record }: Pick<Props, 'record'>) {
  const says = record.rules && responseProvenance(record.rules);
  return (
    <p class="fine">
      {commitmentNotes[obligationOf(record).commitment]}
      {says && (
        <>
          {' '}
          <q>{says.text}</q> Source: {says.source}; as of {says.asOf}.
        </>
      )}
    </p>
  );
}

function ResponseOwed({ threshold, rule, record, site }: Omit<Props, 'name'>) {
  const { response, met } = threshold;
  const { status, petition, asOf } = record;
  const zone = status.timeZone;
  const { deadline, laterIf } = response;
  const isLongAgo = met?.stamp === undefined && met?.between[0] === null && (rule?.clock ?? 'met') === 'met';
  if (deadline === undefined && isLongAgo)
    return <p>It was answered before this monitor first saw it. By when that was owed is not known.</p>;
  if (deadline === undefined) return <p>The answer came before a response was owed.</p>;
  const start = rule && clockStart(rule, met, petition, { now: asOf, lagMinutes: 0 });
  const window = start && windowAt(rule, start, zone);
  const isDue = response.verdict === 'due';
  return (
    <>
      <p>
        {responseOwedClause(obligationOf(record), isDue ? 'is' : 'was')} by{' '}
        <Time at={deadline} zone={zone} site={site} />
        {isDue && laterIf === undefined && (
          <>
            {' '}
            <b>
              <RelativeTime at={deadline} kind="left" />
            </b>
          </>
        )}
        {start && window && (
          <>
            : {windowText(window.responseWindow, inWorkingDays(rule))} from {clockEventText(rule.clock ?? 'met')} on{' '}
            <Time at={start} zone={zone} site={site} />
          </>
        )}
        {orLater({ laterIf })}.{response.verdict === 'missed' && ' None has arrived.'}
        {petition.answerDue && ' The platform names this day.'}
      </p>
      <Basis record={record} />
    </>
  );
}

function DaysLate({ threshold: { response }, record, site }: Pick<Props, 'threshold' | 'record' | 'site'>) {
  const { petition, status } = record;
  if (response.verdict !== 'late' || response.deadline === undefined || petition.answer === undefined) return null;
  const days = calendarDaysBetween(response.deadline, petition.answer.by, status.timeZone);
  return (
    <b>
      {days === 0 ? 'Less than a day' : capitalize(countText(days, 'day', site))}{' '}
      {pastDate(obligationOf(record).commitment, 'late')}.
    </b>
  );
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
