/** As much of jmespath as is used here: the types that are published for it know no `compile`, and are `any`. */
declare module 'jmespath' {
  /** @throws {Error} for an expression that is none. */
  export function compile(expression: string): unknown;
  /**
   * What the expression finds in a value of JSON; null for nothing. @throws {Error} for a wrong argument of a function.
   */
  export function search(data: unknown, expression: string): unknown;
}
