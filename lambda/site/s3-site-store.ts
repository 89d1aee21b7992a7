/** The site in a bucket: its files under one prefix, and the manifest beside them. */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3ServiceException,
  type S3Client,
} from '@aws-sdk/client-s3';
import { cacheControlOf, contentTypeOf, type StoredFile } from './site-file.ts';
import { sitePrefix, stateKey } from './bucket-keys.ts';
import type { SiteStore } from './site-store.ts';

/**
 * The errors of S3 if a condition fails, if two conditional writes collide, and if the object of the condition is
 * missing.
 */
const conflicts = ['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey'];

export class S3SiteStore implements SiteStore {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(client: S3Client, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async loadManifest(): ReturnType<SiteStore['loadManifest']> {
    try {
      const { Body, ETag } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: stateKey }));
      const text = await Body?.transformToString();
      return text === undefined || ETag === undefined ? undefined : { text, tag: ETag };
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  async saveManifest(text: string, tag: string | undefined): Promise<boolean> {
    const condition = tag === undefined ? { IfNoneMatch: '*' } : { IfMatch: tag };
    try {
      await this.#client.send(
        new PutObjectCommand({
          Bucket: this.#bucket,
          Key: stateKey,
          Body: text,
          ContentType: 'application/json',
          ...condition,
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof S3ServiceException && conflicts.includes(error.name)) return false;
      throw error;
    }
  }

  async put({ path, body }: StoredFile): Promise<void> {
    await this.#client.send(
      new PutObjectCommand({
        Bucket: this.#bucket,
        Key: `${sitePrefix}${path}`,
        Body: body,
        ContentType: contentTypeOf(path),
        CacheControl: cacheControlOf(path),
      }),
    );
  }

  async remove(path: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key: `${sitePrefix}${path}` }));
  }
}
