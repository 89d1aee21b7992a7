/** Telephone numbers, by the numbering plans of all countries: 118 kB that the functions do not load. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/**
 * What is wrong with a number of the form `+447700900000`; undefined when it is possible. Its country and length must
 * be right. Whether its range is in use is not checked: that changes every month.
 */
export function phoneNumberFault(text: string): string | undefined {
  const number = parsePhoneNumberFromString(text);
  if (!number?.isPossible()) {
    return 'has an unknown country code, or too few or too many digits; a good value is "+447700900000"';
  }
  return number.number === text ? undefined : `has extra digits; use "${number.number}"`;
}
