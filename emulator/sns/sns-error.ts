/** A request that Amazon SNS would refuse, with its error code. */
export class SnsError extends Error {
  readonly code: 'InvalidParameter' | 'NotFound' | 'FilterPolicyLimitExceeded';

  constructor(code: SnsError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

export const invalidParameter = (reason: string): SnsError =>
  new SnsError('InvalidParameter', `Invalid parameter: ${reason}`);
