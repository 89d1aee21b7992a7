/** The public places where anybody can follow the alerts of a petition, as the site function has them. */
import * as z from 'zod/mini';
import { sourceOf } from '../domain/source-of.ts';

const filter = z.optional(z.readonly(z.array(z.string())));

export const followPlaceSchema = z.object({
  /** Of a channel. */
  kind: z.string(),
  /** A public page. */
  url: z.url(),
  filters: z.object({ alerts: filter, sources: filter, petitions: filter, thresholds: filter }),
});
export type FollowPlace = z.output<typeof followPlaceSchema>;

/** Whether some alerts of this petition are told there. */
export const carries = ({ filters: { sources, petitions } }: FollowPlace, petition: string): boolean =>
  (sources?.includes(sourceOf(petition)) ?? true) && (petitions?.includes(petition) ?? true);

/** Whether all alerts of the petitions are told there. */
export const carriesAll = ({ filters: { alerts, thresholds } }: FollowPlace): boolean =>
  alerts === undefined && thresholds === undefined;
