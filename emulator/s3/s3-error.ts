/** A request that S3 would refuse, or one that is not served here. */
import { ServiceError } from '../service-error.ts';

export class S3Error extends ServiceError<keyof typeof statuses> {
  get status(): number {
    return statuses[this.code];
  }
}

const statuses = {
  BadDigest: 400,
  IncompleteBody: 400,
  InvalidURI: 400,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  PreconditionFailed: 412,
  NotImplemented: 501,
} as const;
