/** A bucket: what is in it, and when it may be written. In memory, as what is put here can always be made anew. */
import { createHash } from 'node:crypto';
import { S3Error } from './s3-error.ts';

export interface StoredObject {
  readonly body: Buffer;
  /** The MD5 of the body, in quotes: as S3 has it of what is put in one piece, and not under a KMS key. */
  readonly etag: string;
  /** `content-type` and `cache-control`, as they came. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What must be there for a write to be done. */
export interface WriteCondition {
  /** The tag of what is there, or `*`: anything at all. */
  readonly ifMatch?: string | undefined;
  /** Whether there must be nothing. */
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
    const there = ifMatch === undefined ? this.find(key) : this.get(key);
    const isOther = ifMatch !== undefined && ifMatch !== '*' && ifMatch !== there?.etag;
    if (isOther || (ifNothing === true && there !== undefined)) {
      throw new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
    }
    const put = { body, etag: `"${createHash('md5').update(body).digest('hex')}"`, headers };
    this.#objects.set(key, put);
    return put;
  }

  /** What is not there is deleted too. */
  delete(key: string): void {
    this.#objects.delete(key);
  }
}
