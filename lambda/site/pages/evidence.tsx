/** Why something is held to have happened: the platform's stamp, the two readings around it, or both. */
import type { Evidence } from '../../../src/domain/petition.ts';
import type { Instant } from '../../../src/domain/time.ts';
import type { SiteContext } from '../view-model.ts';
import { Time } from './components.tsx';

interface Props {
  readonly evidence: Evidence;
  readonly zone: string;
  readonly site: SiteContext;
}

/** Goes on after a verb, and ends the sentence: "… on 5 January, by the platform's own stamp." */
export function EvidenceText({ evidence: { stamp, between }, zone, site }: Props) {
  const [before, by] = between;
  const time = (at: Instant) => <Time at={at} zone={zone} site={site} />;
  if (stamp)
    return (
      <>
        on {time(stamp)}, by the platform’s own stamp.
        <small>
          {before ? (
            <>
              Our reading of {time(before)} did not show it yet; that of {time(by)} did.
            </>
          ) : (
            <>Our first reading, of {time(by)}, showed it already.</>
          )}
        </small>
      </>
    );
  return before ? (
    <>
      between our readings of {time(before)} and {time(by)}; the platform does not say when.
    </>
  ) : (
    <>by {time(by)}, when we first looked; the platform does not say when.</>
  );
}
