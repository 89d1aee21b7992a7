/** The objects of a bucket, with conditional writes. In memory: the site can always be generated again. */
import { createHash } from 'node:crypto';
import { S3Error } from './s3-error.ts';

export interface StoredObject {
  readonly body: Buffer;
  /** The MD5 of the body, in quotes: as in S3 for an object that was put in one piece and without a KMS key. */
  readonly etag: string;
  /** `content-type` and `cache-control`, as they were sent. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What must be there before a write. */
export interface WriteCondition {
  /** The tag of the object, or `*` for any object. */
  readonly ifMatch?: string | undefined;
  /** Whether there must be no object. */
  readonly ifNothing?: boolean;
}

export class ObjectStore {
  readonly #objects = new Map<string, StoredObject>();

  /** @throws {S3Error} */
  get(key: string): StoredObject {
    const found = this.find(key);
    if (found === undefined) throw new S3Error('NoSuchKey', 'The specified key does not exist.');
    return found;
  }

  find(key: string): StoredObject | undefined {
    return this.#objects.get(key);
  }

  keys(): string[] {
    return [...this.#objects.keys()];
  }

  /** @throws {S3Error} when the condition does not hold. */
  put(
    key: string,
    body: Buffer,
    headers: StoredObject['headers'],
    { ifMatch, ifNothing }: WriteCondition,
  ): StoredObject {
    const current = ifMatch === undefined ? this.find(key) : this.get(key);
    const isOther = ifMatch !== undefined && ifMatch !== '*' && ifMatch !== current?.etag;
    if (isOther || (ifNothing === true && current !== undefined)) {
      throw new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
    }
    const put = { body, etag: `"${createHash('md5').update(body).digest('hex')}"`, headers };
    this.#objects.set(key, put);
    return put;
  }

  /** Also succeeds when there is no such object. */
  delete(key: string): void {
    this.#objects.delete(key);
  }
}
