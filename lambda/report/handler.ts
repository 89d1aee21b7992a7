/** The function that makes the site: wires what report.ts needs, and nothing more. */
import type { Surroundings } from '../surroundings.ts';

/** What one run did. */
export interface ReportSummary {
  readonly petitions: number;
  readonly written: number;
  readonly removed: number;
}

export type Handler = (event: unknown, context: unknown) => Promise<ReportSummary>;

export function createHandler(_surroundings: Surroundings): Handler {
  return () => Promise.resolve({ petitions: 0, written: 0, removed: 0 });
}
