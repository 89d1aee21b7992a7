/** A request that S3 would refuse, with its error code, or one that is not served here. */
export class S3Error extends Error {
  readonly code: keyof typeof statuses;

  constructor(code: S3Error['code'], message: string) {
    super(message);
    this.code = code;
  }

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
