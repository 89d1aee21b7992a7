/** The part of jmespath that is used here: its published types have no `compile`, and are `any`. */
declare module 'jmespath' {
  /** @throws {Error} for an invalid expression. */
  export function compile(expression: string): unknown;
  /**
   * What the expression finds in a value of JSON; null for nothing. @throws {Error} for a wrong argument of a function.
   */
  export function search(data: unknown, expression: string): unknown;
}
