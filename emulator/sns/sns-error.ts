/** A request that Amazon SNS would refuse. */
import { ServiceError } from '../service-error.ts';

export class SnsError extends ServiceError<
  'InvalidParameter' | 'NotFound' | 'FilterPolicyLimitExceeded' | 'AuthorizationError' | 'InternalError'
> {}

export const invalidParameter = (reason: string): SnsError =>
  new SnsError('InvalidParameter', `Invalid parameter: ${reason}`);
