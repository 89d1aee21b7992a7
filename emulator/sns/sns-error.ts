/** A request that the service would refuse, by its own name for the reason. */
export class SnsError extends Error {
  readonly code: 'InvalidParameter' | 'NotFound' | 'FilterPolicyLimitExceeded';

  constructor(code: SnsError['code'], message: string) {
    super(message);
    this.code = code;
  }
}
