/** Telephone numbers, by the numbering plans of all countries: 118 kB that the functions need not load. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/**
 * What is wrong with a number in the form `+447700900000`; undefined when a network may have it. Its country and length
 * must be right; whether its range is given out is not asked, for that changes by the month.
 */
export function phoneNumberFault(text: string): string | undefined {
  const number = parsePhoneNumberFromString(text);
  if (!number?.isPossible()) {
    return 'is of no country, or too short or too long; a good number is "+447700900000"';
  }
  return number.number === text ? undefined : `has digits too many; it must be "${number.number}"`;
}
