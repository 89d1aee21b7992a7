/** What is owed once a threshold is met: by whom, by when, counted from what, what that is worth, and what came of it. */
import { eventOf, owed } from '../../../src/notifications/response-wording.ts';
import { length, sentence } from '../../../src/format.ts';
import { startOfClock } from '../../../src/domain/response-clock.ts';
import type { Threshold } from '../../../src/domain/petition.ts';
import type { ThresholdRule } from '../../../src/domain/rules.ts';
import { daysBetween } from '../../../src/domain/time.ts';
import type { OnRecord, Site } from '../view-model.ts';
import { Happened } from './evidence.tsx';
import { Off, Time, Verdict } from './components.tsx';
import { markOfResponse } from './states.ts';
import { counted, webAddress } from './site-format.ts';
import { responseWords } from './verdict-labels.ts';

interface Props {
  readonly name: string;
  readonly threshold: Threshold;
  readonly rule: ThresholdRule | undefined;
  readonly record: OnRecord;
  readonly site: Site;
}

export function Answer({ threshold, rule, record, site }: Props) {
  const { response, verdict } = threshold;
  const { rules, petition } = record;
  const window = rule?.responseWindow;
  const authority = rules?.authority ?? 'the authority';
  if (response.verdict === 'none') {
    if (window === undefined)
      return verdict === 'open' ? null : <p class="fine">Nobody owes an answer by a date for it.</p>;
    return (
      <p>
        An answer from {authority} {owed[rules?.commitment ?? 'promise'].ahead} within {length(window)} of{' '}
        {eventOf(rule?.clock ?? 'met')}
        {verdict === 'missed' ? '.' : ', which is still to come.'}
      </p>
    );
  }
  return (
    <div class="answer">
      <h4>
        <Verdict mark={markOfResponse(response.verdict)}>{responseWords[response.verdict]}</Verdict>
      </h4>
      <Owed {...{ threshold, rule, record, site }} />
      {petition.answer && (
        <p>
          {sentence(authority)} answered{' '}
          <Happened evidence={petition.answer} zone={record.standing.timeZone} site={site} />{' '}
          <Late threshold={threshold} record={record} site={site} />
        </p>
      )}
      <AnswerLink url={petition.answer?.url} />
    </div>
  );
}

/** What an authority's word is worth. */
const worth = {
  statute: 'The law says so.',
  promise: 'It is a promise of theirs.',
  convention: 'It is a convention: nobody has promised a date.',
} as const;

function Owed({ threshold, rule, record, site }: Omit<Props, 'name'>) {
  const { response, met } = threshold;
  const { rules, standing, petition, asOf } = record;
  const zone = standing.timeZone;
  const { deadline } = response;
  const commitment = rules?.commitment ?? 'promise';
  if (deadline === undefined) return <p>It came before it was owed.</p>;
  const start = rule && startOfClock(rule, met, petition, { now: asOf, lagMinutes: 0 });
  const verb = response.verdict === 'due' ? owed[commitment].ahead : owed[commitment].hindsight;
  return (
    <p>
      An answer from {rules?.authority ?? 'the authority'} {verb} by <Time at={deadline} zone={zone} site={site} />
      {response.verdict === 'due' && (
        <>
          {' '}
          <b>
            <Off at={deadline} kind="left" />
          </b>
        </>
      )}
      {start && rule.responseWindow !== undefined && (
        <>
          : {length(rule.responseWindow)} from {eventOf(rule.clock ?? 'met')} on{' '}
          <Time at={start} zone={zone} site={site} />
        </>
      )}
      . {worth[commitment]}
      {response.verdict === 'missed' && ' None has come.'}
    </p>
  );
}

function Late({
  threshold: { response },
  record: { petition, standing },
  site,
}: Pick<Props, 'threshold' | 'record' | 'site'>) {
  if (response.verdict !== 'late' || response.deadline === undefined || petition.answer === undefined) return null;
  const days = daysBetween(response.deadline, petition.answer.by, standing.timeZone);
  return <b>{days === 0 ? 'Less than a day' : sentence(counted(days, 'day', site))} late.</b>;
}

function AnswerLink({ url }: { readonly url: string | undefined }) {
  const address = webAddress(url);
  return address === undefined ? null : (
    <p>
      <a href={address.href} rel="noopener">
        Read the answer on {address.host}
      </a>
    </p>
  );
}
