/** A request that the service refuses, with the error code of AWS. */
export class ServiceError<Code extends string> extends Error {
  readonly code: Code;

  constructor(code: Code, message: string) {
    super(message);
    this.code = code;
  }
}
