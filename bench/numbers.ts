/** Figures as a table shows them. */

export const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);
export const median = (numbers: readonly number[]): number =>
  sorted(numbers)[Math.floor(numbers.length / 2)] ?? Number.NaN;
export const least = (numbers: readonly number[]): number => Math.min(...numbers);

export const whole = (number: number): string => Math.round(number).toLocaleString('en-GB');
export const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
