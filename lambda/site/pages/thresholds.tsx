/** The verdict on each threshold with its evidence, and the response that is owed. */
import type { Alert } from '../../../src/domain/alerts.ts';
import type { Threshold } from '../../../src/domain/petition.ts';
import type { ThresholdRule } from '../../../src/domain/rules.ts';
import { startOfDay } from '../../../src/domain/time.ts';
import type { PetitionRecord, SiteContext } from '../view-model.ts';
import { ResponseDetails } from './response.tsx';
import { EvidenceText } from './evidence.tsx';
import { Time, VerdictMark } from './components.tsx';
import { countText, numberText, safeLink } from './site-format.ts';
import { verdictWords } from './verdict-labels.ts';

interface Props {
  readonly record: PetitionRecord;
  readonly site: SiteContext;
}

export function Thresholds({ record, site }: Props) {
  const entries = Object.entries(record.petition.thresholds);
  return (
    <section class="thresholds" aria-labelledby="thresholds">
      <h2 id="thresholds">Verdicts and evidence</h2>
      {entries.length === 0 && (
        <p class="none">
          {record.petition.last === undefined
            ? 'There is no verdict before the first reading.'
            : 'This platform has no threshold. The monitor watches the count and the closing of the petition.'}
        </p>
      )}
      {entries.map(([name, threshold]) => (
        <ThresholdSection key={name} name={name} threshold={threshold} record={record} site={site} />
      ))}
    </section>
  );
}

/** How far a threshold is, beside its bar: `8,123 of 10,000`; once it is met, when it was passed. */
export function Reached({ threshold, needed, record, site }: Props & { threshold: string; needed: number }) {
  const { signatures, timeZone } = record.status;
  const state = record.petition.thresholds[threshold];
  if (state?.verdict !== 'met' || state.met === undefined || (signatures ?? 0) < needed)
    return (
      <>
        {numberText(Math.min(signatures ?? 0, needed), site)} of {numberText(needed, site)}
      </>
    );
  const { stamp, by } = state.met;
  return (
    <>
      {numberText(needed, site)} passed {stamp === undefined ? 'by' : 'on'}{' '}
      <Time at={by} zone={timeZone} site={site} style="day" />
    </>
  );
}

interface ThresholdSectionProps extends Props {
  readonly name: string;
  readonly threshold: Threshold;
}

function ThresholdSection({ name, threshold, record, site }: ThresholdSectionProps) {
  const rule = record.rules?.thresholds.find((one) => one.name === name);
  const { verdict, certain, needed } = threshold;
  return (
    <section class={`threshold ${verdict}`} aria-labelledby={`threshold-${name}`}>
      <h3 id={`threshold-${name}`}>
        <VerdictMark mark={verdict}>{verdictWords(name, verdict, certain)}</VerdictMark>
      </h3>
      <p class="what">
        {rule?.consequence === undefined
          ? `${countText(needed, 'signature', site)}.`
          : `At ${countText(needed, 'signature', site)} ${rule.consequence}.`}
      </p>
      <VerdictEvidence {...{ name, threshold, rule, record, site }} />
      {name === 'debate' && <DebateLine {...{ record, site }} />}
      <Parts rule={rule} {...{ threshold, record, site }} />
      <Occurrences {...{ name, threshold, record, site }} />
      <ResponseDetails {...{ name, threshold, rule, record, site }} />
    </section>
  );
}

/** What became of the debate that a threshold asks for. */
function DebateLine({ record: { petition, status }, site }: Pick<ThresholdSectionProps, 'record' | 'site'>) {
  const { debate } = petition;
  if (debate === undefined) return null;
  if (debate.state === 'declined') return <p>It was not debated.</p>;
  const day = debate.on && (
    <Time at={startOfDay(debate.on, status.timeZone)} zone={status.timeZone} site={site} style="day" zoneless />
  );
  const link = safeLink(debate.url);
  return (
    <p>
      {debate.state === 'held' ? 'It was debated' : 'A debate is scheduled'}
      {day && (
        <>
          {' '}
          {debate.state === 'held' ? 'on' : 'for'} {day}
        </>
      )}
      .
      {link && (
        <>
          {' '}
          <a href={link.href}>What was said</a>
        </>
      )}
    </p>
  );
}

interface RuledThresholdProps extends ThresholdSectionProps {
  readonly rule: ThresholdRule | undefined;
}

function VerdictEvidence({ threshold, rule, record, site }: RuledThresholdProps) {
  const { verdict, met, needed, certain, reason, takenBack, below } = threshold;
  const { petition, status } = record;
  const zone = status.timeZone;
  const count = petition.last?.signatures ?? 0;
  if (verdict === 'open')
    return (
      <p>
        {count >= needed
          ? 'There are enough signatures, but another requirement of the rule is not met yet.'
          : `${countText(needed - count, 'more signature', site)} needed.`}
      </p>
    );
  if (verdict === 'missed') return <p>{missedWords(reason, needed - count, site)}</p>;
  return (
    <>
      {met && (
        <p>
          Met <EvidenceText evidence={met} zone={zone} site={site} />
        </p>
      )}
      {!certain && (
        <p class="uncertain">
          This is not certain
          {rule?.verifiedBy !== undefined
            ? `: ${rule.verifiedBy} will verify the signatures.`
            : threshold.parts === undefined && record.rules?.thresholds.some(({ parts }) => parts !== undefined)
              ? ': the rule has another requirement, and the platform does not publish whether it is met.'
              : status.deadline
                ? ': signing ended between the two readings, and the platform does not say which came first.'
                : '.'}
        </p>
      )}
      {takenBack && (
        <p class="uncertain">
          The platform has withdrawn its timestamp, but the count is still at or above the threshold.
        </p>
      )}
      {below && (
        <p class="uncertain">
          The count was below the threshold on <Time at={below[1]} zone={zone} site={site} />. This is not confirmed
          yet.
        </p>
      )}
    </>
  );
}

function missedWords(reason: Threshold['reason'], short: number, site: SiteContext): string {
  const missing = short > 0 ? `, ${countText(short, 'signature', site)} short` : '';
  if (reason === 'closed-early') return `Closed early by the platform${missing}.`;
  if (reason === 'not-verified') return 'The verification of the signatures was not passed: too few are valid.';
  if (reason === 'retracted')
    return `It was met, but then signatures were removed. Signing ended${missing || ' below the threshold'}.`;
  return `Signing ended${missing || ', and another requirement of the rule was not met'}.`;
}

function Parts({ rule, threshold: { parts }, record, site }: Omit<RuledThresholdProps, 'name'>) {
  if (rule?.parts === undefined) return null;
  const { of, atLeast } = rule.parts;
  return (
    <p>
      It also needs a minimum in {numberText(atLeast, site)} {of}.{' '}
      {parts === undefined ? (
        'The platform does not publish how many have reached it.'
      ) : (
        <>
          {numberText(parts.have, site)} had reached it on{' '}
          <Time at={parts.at} zone={record.status.timeZone} site={site} />.
        </>
      )}
    </p>
  );
}

/** Retractions, and whether the verdict is about another occurrence. */
function Occurrences({ name, threshold: { occurrence }, record: { alerts, status }, site }: ThresholdSectionProps) {
  const retracted = alerts.filter((one) => one.alert === 'threshold-retracted' && one.threshold === name);
  return (
    <>
      {retracted.map((alert) => (
        <p key={alert.id}>
          Retracted <Retraction alert={alert} zone={status.timeZone} site={site} />
        </p>
      ))}
      {occurrence > 1 && (
        <p class="fine">
          The threshold was evaluated a {ordinal(occurrence)} time: its earlier verdict was retracted or re-evaluated.
        </p>
      )}
    </>
  );
}

const Retraction = ({
  alert,
  zone,
  site,
}: {
  readonly alert: Alert;
  readonly zone: string;
  readonly site: SiteContext;
}) => (
  <>
    at {countText(alert.signatures, 'signature', site)},{' '}
    {alert.between?.[0] ? (
      <>
        between our checks of <Time at={alert.between[0]} zone={zone} site={site} /> and{' '}
        <Time at={alert.between[1]} zone={zone} site={site} />.
      </>
    ) : (
      <>
        detected on <Time at={alert.detectedAt} zone={zone} site={site} />.
      </>
    )}
  </>
);

const ordinal = (count: number): string => ['', 'first', 'second', 'third'][count] ?? `${count}th`;
