/** What is said of a threshold that takes a minimum in parts as well: "a minimum in 7 member states". */
import type { Alert } from '../domain/alerts.ts';
import { formatNumber } from '../format.ts';

/** It is not published in how many parts the minimum is reached, and the platform does not say that the threshold is met. */
export const partsUnpublished = ({ parts, certain }: Alert): boolean => parts?.have === null && !certain;

/** The count is enough, and the parts are not. */
export const partsTooFew = ({ parts, signatures, needed }: Alert): boolean =>
  parts !== undefined && parts.have !== null && parts.have < parts.atLeast && signatures >= (needed ?? 0);

/** For headlines: `, 6 of 7 member states`; nothing where there is none to reach, or the platform says that it is. */
export function partsHeadline({ parts, certain }: Alert): string {
  if (parts === undefined) return '';
  const { of, atLeast, have } = parts;
  if (have === null) return certain ? '' : `, ${of} not known`;
  return `, ${have < atLeast ? `${formatNumber(have)} of ${formatNumber(atLeast)}` : formatNumber(have)} ${of}`;
}

/** `, with the minimum in 9 member states`; nothing where that is not known. */
export const partsMetClause = ({ parts }: Alert): string =>
  typeof parts?.have === 'number' ? `, with the minimum in ${formatNumber(parts.have)} ${parts.of}` : '';

/** `The petition has … signatures, but the minimum in only 6 of the 7 member states that …`; no whole sentence. */
export const partsMissingClause = ({ signatures, threshold, parts }: Alert): string =>
  `The petition has ${formatNumber(signatures)} signatures, but the minimum in only ${formatNumber(parts?.have ?? 0)} of the ${formatNumber(parts?.atLeast ?? 0)} ${parts?.of ?? 'parts'} that the ${threshold ?? ''} threshold takes as well`;

/** `The response threshold takes a minimum in 7 member states as well`; no whole sentence. */
export const partsRequiredClause = ({ threshold, parts }: Alert): string =>
  `The ${threshold ?? ''} threshold takes a minimum in ${formatNumber(parts?.atLeast ?? 0)} ${parts?.of ?? 'parts'} as well`;
