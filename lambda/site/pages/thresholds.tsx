/** The verdict of each threshold with its evidence in words, and the response that is owed. */
import type { Alert } from '../../../src/domain/alerts.ts';
import type { Threshold } from '../../../src/domain/petition.ts';
import type { ThresholdRule } from '../../../src/domain/rules.ts';
import type { PetitionRecord, SiteContext } from '../view-model.ts';
import { ResponseDetails } from './response.tsx';
import { EvidenceText } from './evidence.tsx';
import { Time, VerdictMark } from './components.tsx';
import { countText, numberText } from './site-format.ts';
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
            ? 'None before the first reading.'
            : 'By the rules of its platform there is no number to reach: what is watched is the count, and the closing.'}
        </p>
      )}
      {entries.map(([name, threshold]) => (
        <ThresholdSection key={name} name={name} threshold={threshold} record={record} site={site} />
      ))}
    </section>
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
        {countText(needed, 'signature', site)}
        {rule?.consequence !== undefined && `: then ${rule.consequence}`}.
      </p>
      <VerdictEvidence {...{ name, threshold, record, site }} />
      <Parts rule={rule} {...{ threshold, record, site }} />
      <Occurrences {...{ name, threshold, record, site }} />
      <ResponseDetails {...{ name, threshold, rule, record, site }} />
    </section>
  );
}

function VerdictEvidence({ threshold, record, site }: ThresholdSectionProps) {
  const { verdict, met, needed, certain, reason, takenBack, below } = threshold;
  const { petition, status } = record;
  const zone = status.timeZone;
  const count = petition.last?.signatures ?? 0;
  if (verdict === 'open')
    return (
      <p>
        {count >= needed
          ? 'The count is enough, but not all that the rule asks for beside it.'
          : `${countText(needed - count, 'signature', site)} to go.`}
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
          It is not certain
          {threshold.parts === undefined && record.rules?.thresholds.some(({ parts }) => parts !== undefined)
            ? ', as it is not published what the rule asks for beside the count.'
            : status.deadline
              ? ', as signing ended between the two readings, and the platform does not say which came first.'
              : '.'}
        </p>
      )}
      {takenBack && (
        <p class="uncertain">The platform has taken its stamp back, while the count stands above the line.</p>
      )}
      {below && (
        <p class="uncertain">
          The count was read below the line on <Time at={below[1]} zone={zone} site={site} />: whether it stays there is
          not certain yet.
        </p>
      )}
    </>
  );
}

function missedWords(reason: Threshold['reason'], short: number, site: SiteContext): string {
  const missing = short > 0 ? `, ${countText(short, 'signature', site)} short` : '';
  if (reason === 'closed-early') return `Closed early by the platform${missing}.`;
  if (reason === 'retracted')
    return `It had been met, and signatures were removed: it ended${missing || ' below what it takes'}.`;
  return `Signing ended${missing || ', without all that the rule asks for beside the count'}.`;
}

function Parts({
  rule,
  threshold: { parts },
  record,
  site,
}: Omit<ThresholdSectionProps, 'name'> & { readonly rule: ThresholdRule | undefined }) {
  if (rule?.parts === undefined) return null;
  const { of, atLeast } = rule.parts;
  return (
    <p>
      It takes a minimum in {numberText(atLeast, site)} {of} as well:{' '}
      {parts === undefined ? (
        'in how many it is reached is not published.'
      ) : (
        <>
          reached in {numberText(parts.have, site)}, as last shown on{' '}
          <Time at={parts.at} zone={record.status.timeZone} site={site} />.
        </>
      )}
    </p>
  );
}

/** What was taken back, and what came again. */
function Occurrences({ name, threshold: { occurrence }, record: { alerts, status }, site }: ThresholdSectionProps) {
  const retracted = alerts.filter((one) => one.alert === 'threshold-retracted' && one.threshold === name);
  return (
    <>
      {retracted.map((alert) => (
        <p key={alert.id}>
          Retracted: <Retraction alert={alert} zone={status.timeZone} site={site} />
        </p>
      ))}
      {occurrence > 1 && (
        <p class="fine">
          This is said of its {ordinal(occurrence)} time: the verdict before it was taken back, or worked out again.
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
        between our readings of <Time at={alert.between[0]} zone={zone} site={site} /> and{' '}
        <Time at={alert.between[1]} zone={zone} site={site} />.
      </>
    ) : (
      <>
        seen on <Time at={alert.detectedAt} zone={zone} site={site} />.
      </>
    )}
  </>
);

const ordinal = (count: number): string => ['', 'first', 'second', 'third'][count] ?? `${count}th`;
