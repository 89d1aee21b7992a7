/** The bucket of a site goes with all that is in it, through the real SDK client. */
import { text } from 'node:stream/consumers';
import XMLBuilder from 'fast-xml-builder';
import { deleteSiteBucket } from '../../cli/site-bucket.ts';
import { setEnvironment } from '../../local/process-environment.ts';
import { serve, type Loopback } from '../loopback.ts';

const bucket = 'the-pages';
const xml = new XMLBuilder();
/** Fewer than the service's, so that whoever asks has to turn pages. */
const pageLength = 2;
let keys: string[];
let isThere: boolean;
/** Keys that may not be deleted. */
let kept: string[];
let s3: Loopback;
let restore: () => void;

/** S3, as much of it as it takes to delete a bucket: it lists, deletes several, and refuses a bucket that is not empty. */
beforeAll(async () => {
  s3 = await serve((request, response) => {
    void text(request).then((body) => {
      const { searchParams } = new URL(request.url ?? '', 'http://loopback');
      const refuse = (status: number, Code: string): void =>
        void response.writeHead(status).end(xml.build({ Error: { Code, Message: Code } }));
      if (!isThere) {
        refuse(404, 'NoSuchBucket');
        return;
      }
      if (request.method === 'GET') {
        const after = searchParams.get('continuation-token') ?? '';
        const left = keys.filter((key) => key > after).sort();
        const page = left.slice(0, pageLength);
        const next = left.length > pageLength ? { NextContinuationToken: page.at(-1) } : {};
        const Contents = page.map((Key) => ({ Key }));
        response.end(
          xml.build({ ListBucketResult: { Contents, IsTruncated: String('NextContinuationToken' in next), ...next } }),
        );
        return;
      }
      if (request.method === 'POST') {
        const named = Array.from(body.matchAll(/<Key>(.*?)<\/Key>/g), ([, key = '']) => key);
        keys = keys.filter((key) => !named.includes(key) || kept.includes(key));
        const errors = named.filter((Key) => kept.includes(Key)).map((Key) => ({ Key, Message: 'Access Denied' }));
        response.end(xml.build({ DeleteResult: { Error: errors } }));
        return;
      }
      if (keys.length > 0) {
        refuse(409, 'BucketNotEmpty');
        return;
      }
      isThere = false;
      response.writeHead(204).end();
    });
  });
  restore = setEnvironment({
    AWS_ENDPOINT_URL_S3: s3.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
});
beforeEach(() => {
  keys = ['site/404.html', 'site/index.html', 'site/petitions/a/1.html', 'site/status.json', 'state.json'];
  isThere = true;
  kept = [];
});
afterAll(async () => {
  restore();
  await s3.close();
});

test('a bucket is deleted with all of its pages', async () => {
  await deleteSiteBucket(bucket);
  expect({ keys, isThere }).toEqual({ keys: [], isThere: false });
});

test('one that is gone already is no error', async () => {
  isThere = false;
  await expect(deleteSiteBucket(bucket)).resolves.toBeUndefined();
});

test('what can not be deleted is said, and how to delete it by hand', async () => {
  kept = ['site/index.html'];
  await expect(deleteSiteBucket(bucket)).rejects.toThrow(
    'the bucket of the site could not be deleted (site/index.html: Access Denied); delete it with: aws s3 rb --force s3://the-pages',
  );
  expect(isThere).toBe(true);
});
