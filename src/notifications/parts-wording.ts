/** Words a threshold that also requires a minimum in parts: "a minimum in 7 member states". */
import type { Alert } from '../domain/alerts.ts';
import { formatNumber } from '../format.ts';

/** The platform publishes neither in how many parts the minimum is reached, nor that the threshold is met. */
export const partsUnpublished = ({ parts, certain }: Alert): boolean => parts?.have === null && !certain;

/** The count is enough, and the parts are not. */
export const partsTooFew = ({ parts, signatures, needed }: Alert): boolean =>
  parts !== undefined && parts.have !== null && parts.have < parts.atLeast && signatures >= (needed ?? 0);

/** For headlines: `, 6 of 7 member states`; empty where none is required, or the platform says that it is reached. */
export function partsHeadline({ parts, certain }: Alert): string {
  if (parts === undefined) return '';
  const { of, atLeast, have } = parts;
  if (have === null) return certain ? '' : `, ${of} not known`;
  return `, ${have < atLeast ? `${formatNumber(have)} of ${formatNumber(atLeast)}` : formatNumber(have)} ${of}`;
}

/** `, with the minimum in 9 member states`; empty where that is not known. */
export const partsMetClause = ({ parts }: Alert): string =>
  typeof parts?.have === 'number' ? `, with the minimum in ${formatNumber(parts.have)} ${parts.of}` : '';

/** `The petition has … signatures, but it reaches the minimum in only 6 of the 7 member states that …`; no full stop. */
export const partsMissingClause = ({ signatures, threshold, parts }: Alert): string =>
  `The petition has ${formatNumber(signatures)} signatures, but it reaches the minimum in only ${formatNumber(parts?.have ?? 0)} of the ${formatNumber(parts?.atLeast ?? 0)} ${parts?.of ?? 'parts'} that the ${threshold ?? ''} threshold requires`;

/** `The response threshold also requires a minimum in 7 member states`; no full stop. */
export const partsRequiredClause = ({ threshold, parts }: Alert): string =>
  `The ${threshold ?? ''} threshold also requires a minimum in ${formatNumber(parts?.atLeast ?? 0)} ${parts?.of ?? 'parts'}`;
