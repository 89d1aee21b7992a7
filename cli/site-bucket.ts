/** Deletes the bucket of a status site: everything in it can be generated again. */
import {
  DeleteBucketCommand,
  DeleteObjectsCommand,
  NoSuchBucket,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { errorMessage } from '../src/text.ts';

/** Empties a bucket and deletes it. @throws when that fails, with what to do. */
export async function deleteSiteBucket(bucket: string): Promise<void> {
  const client = new S3Client({});
  try {
    // A page has a thousand keys, which is also the limit of one delete request.
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket })) {
      if (Contents.length === 0) continue;
      const Delete = { Objects: Contents.map(({ Key }) => ({ Key })), Quiet: true };
      const { Errors: [first] = [] } = await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete }));
      if (first !== undefined) throw new Error(`${first.Key ?? ''}: ${first.Message ?? first.Code ?? 'not deleted'}`);
    }
    await client.send(new DeleteBucketCommand({ Bucket: bucket }));
  } catch (error) {
    if (error instanceof NoSuchBucket) return;
    const reason = errorMessage(error);
    const message = `the bucket of the site could not be deleted (${reason}); delete it with: aws s3 rb --force s3://${bucket}`;
    throw new Error(message, { cause: error });
  } finally {
    client.destroy();
  }
}
