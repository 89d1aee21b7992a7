/** The evidence that something happened: the platform's timestamp, the readings before and after, or both. */
import type { Evidence } from '../../../src/domain/petition.ts';
import type { Instant } from '../../../src/domain/time.ts';
import type { SiteContext } from '../view-model.ts';
import { Time } from './components.tsx';

interface Props {
  readonly evidence: Evidence;
  readonly zone: string;
  readonly site: SiteContext;
}

/** Follows a verb and ends the sentence: "… on 5 January, according to the platform's timestamp." */
export function EvidenceText({ evidence: { stamp, between }, zone, site }: Props) {
  const [before, by] = between;
  const time = (at: Instant) => <Time at={at} zone={zone} site={site} />;
  if (stamp)
    return (
      <>
        on {time(stamp)}, according to the platform’s timestamp.
        <small>
          {before ? (
            <>
              Our reading of {time(before)} did not show it yet. Our reading of {time(by)} did.
            </>
          ) : (
            <>Our first reading, of {time(by)}, already showed it.</>
          )}
        </small>
      </>
    );
  return before ? (
    <>
      between our checks of {time(before)} and {time(by)}. The platform gives no exact time.
    </>
  ) : (
    <>by {time(by)}, the time of our first reading. The platform gives no exact time.</>
  );
}
