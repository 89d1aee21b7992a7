/** The bucket of a status site that is to go: everything in it can be made anew. */
import {
  DeleteBucketCommand,
  DeleteObjectsCommand,
  NoSuchBucket,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';

/** Empties a bucket, and deletes it. @throws when it is still there, with what to do. */
export async function deleteSiteBucket(bucket: string): Promise<void> {
  const client = new S3Client({});
  try {
    // A page has a thousand, which is as many as one request may delete.
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket })) {
      if (Contents.length === 0) continue;
      const Delete = { Objects: Contents.map(({ Key }) => ({ Key })), Quiet: true };
      const { Errors: [first] = [] } = await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete }));
      if (first !== undefined) throw new Error(`${first.Key ?? ''}: ${first.Message ?? first.Code ?? 'not deleted'}`);
    }
    await client.send(new DeleteBucketCommand({ Bucket: bucket }));
  } catch (error) {
    if (error instanceof NoSuchBucket) return;
    const reason = error instanceof Error ? error.message : String(error);
    const message = `the bucket of the site could not be deleted (${reason}); to do it: aws s3 rb --force s3://${bucket}`;
    throw new Error(message, { cause: error });
  } finally {
    client.destroy();
  }
}
