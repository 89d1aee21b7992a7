/** A request that the service would refuse, by its own name for the reason. */
export class Refused extends Error {
  readonly code: 'InvalidParameter' | 'NotFound' | 'FilterPolicyLimitExceeded';

  constructor(code: Refused['code'], message: string) {
    super(message);
    this.code = code;
  }
}
