/** What is said of a threshold that takes a minimum in parts as well: "a minimum in 7 member states". */
import type { Alert } from '../petition/alerts.ts';
import { number } from './telling.ts';

/** It is not published in how many parts the minimum is reached, and the platform does not say that the threshold is met. */
export const areUnknown = ({ parts, certain }: Alert): boolean => parts?.have === null && !certain;

/** The count is enough, and the parts are not. */
export const areShort = ({ parts, signatures, needed }: Alert): boolean =>
  parts !== undefined && parts.have !== null && parts.have < parts.atLeast && signatures >= (needed ?? 0);

/** `, and the minimum in 6 of 7 member states`; nothing where there is none to reach, or the platform says that it is. */
export function partsOf({ parts, certain }: Alert): string {
  if (parts === undefined) return '';
  const { of, atLeast, have } = parts;
  if (have === null) return certain ? '' : `, ${of} not known`;
  return `, and the minimum in ${have < atLeast ? `${number(have)} of ${number(atLeast)}` : number(have)} ${of}`;
}

/** `The response threshold also takes a minimum in 7 member states`; no whole sentence. */
export const partsTaken = ({ threshold, parts }: Alert): string =>
  `The ${threshold ?? ''} threshold also takes a minimum in ${number(parts?.atLeast ?? 0)} ${parts?.of ?? 'parts'}`;
