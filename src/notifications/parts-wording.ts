/** What is said of a threshold that takes a minimum in parts as well: "a minimum in 7 member states". */
import type { Alert } from '../domain/alerts.ts';
import { number } from '../format.ts';

/** It is not published in how many parts the minimum is reached, and the platform does not say that the threshold is met. */
export const areUnknown = ({ parts, certain }: Alert): boolean => parts?.have === null && !certain;

/** The count is enough, and the parts are not. */
export const areShort = ({ parts, signatures, needed }: Alert): boolean =>
  parts !== undefined && parts.have !== null && parts.have < parts.atLeast && signatures >= (needed ?? 0);

/** For headlines: `, 6 of 7 member states`; nothing where there is none to reach, or the platform says that it is. */
export function partsCounted({ parts, certain }: Alert): string {
  if (parts === undefined) return '';
  const { of, atLeast, have } = parts;
  if (have === null) return certain ? '' : `, ${of} not known`;
  return `, ${have < atLeast ? `${number(have)} of ${number(atLeast)}` : number(have)} ${of}`;
}

/** `, with the minimum in 9 member states`; nothing where that is not known. */
export const partsHeld = ({ parts }: Alert): string =>
  typeof parts?.have === 'number' ? `, with the minimum in ${number(parts.have)} ${parts.of}` : '';

/** `The petition has … signatures, but the minimum in only 6 of the 7 member states that …`; no whole sentence. */
export const partsMissing = ({ signatures, threshold, parts }: Alert): string =>
  `The petition has ${number(signatures)} signatures, but the minimum in only ${number(parts?.have ?? 0)} of the ${number(parts?.atLeast ?? 0)} ${parts?.of ?? 'parts'} that the ${threshold ?? ''} threshold takes as well`;

/** `The response threshold takes a minimum in 7 member states as well`; no whole sentence. */
export const partsTaken = ({ threshold, parts }: Alert): string =>
  `The ${threshold ?? ''} threshold takes a minimum in ${number(parts?.atLeast ?? 0)} ${parts?.of ?? 'parts'} as well`;
