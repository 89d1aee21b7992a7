/** The embedded S3 endpoint, through the real SDK client. */
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchBucket,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
  type GetObjectCommandOutput,
  type PutObjectCommandInput,
  type PutObjectCommandOutput,
} from '@aws-sdk/client-s3';
import type { LoopbackServer } from '../../emulator/listen.ts';
import { localClient } from '../../emulator/dynamodb.ts';
import { ObjectStore } from '../../emulator/s3/objects.ts';
import { startS3 } from '../../emulator/s3/server.ts';
import { signed } from '../loopback.ts';

const Bucket = 'site';
let s3: LoopbackServer;
let client: S3Client;
let objects: ObjectStore;

beforeEach(async () => {
  objects = new ObjectStore();
  s3 = await startS3(Bucket, objects);
  client = new S3Client({ ...localClient, endpoint: s3.url, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await s3.close();
});

const put = (Key: string, Body: string, more: Partial<PutObjectCommandInput> = {}): Promise<PutObjectCommandOutput> =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = (Key: string): Promise<GetObjectCommandOutput> => client.send(new GetObjectCommand({ Bucket, Key }));
const textOf = async (Key: string): Promise<string | undefined> => (await get(Key)).Body?.transformToString();

test('what is put is there as it was put, under the MD5 of it, until it is deleted', async () => {
  const { ETag } = await put('a.html', 'hello', { ContentType: 'text/html', CacheControl: 'public, max-age=60' });
  expect(ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
  const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'a.html' }));
  const same = { ETag, ContentType: 'text/html', CacheControl: 'public, max-age=60', ContentLength: 5 };
  expect(head).toMatchObject(same);
  const got = await get('a.html');
  expect(got).toMatchObject(same);
  expect(await got.Body?.transformToString()).toBe('hello');

  await put('a.html', 'good-bye');
  expect(await textOf('a.html')).toBe('good-bye');
  for (const time of ['first', 'second']) {
    const { $metadata } = await client.send(new DeleteObjectCommand({ Bucket, Key: 'a.html' }));
    expect([time, $metadata.httpStatusCode]).toEqual([time, 204]);
  }
  await expect(get('a.html')).rejects.toThrow(NoSuchKey);
  await expect(client.send(new HeadObjectCommand({ Bucket, Key: 'a.html' }))).rejects.toThrow(NotFound);
});

test('a key is any text: it is never taken for a way', async () => {
  const keys = ['petitions/ü ñ/請願.html', 'a/../b', 'a//b', 'a~2f~b', 'a+b %41?&#=', './c', '😀'];
  for (const key of keys) await put(key, key);
  expect(objects.keys()).toEqual(keys);
  for (const key of keys) expect(await textOf(key)).toBe(key);
});

test('a body of many bytes, and one that comes as a stream, arrive whole', async () => {
  const text = 'é\r\n'.repeat(100_000);
  await put('whole', text);
  expect(await textOf('whole')).toBe(text);
  const Body = Readable.from([Buffer.from('0\r\n'), Buffer.from('two\r\n\r\n')]);
  await client.send(new PutObjectCommand({ Bucket, Key: 'stream', Body, ContentLength: 10 }));
  expect(await textOf('stream')).toBe('0\r\ntwo\r\n\r\n');
});

test('a body that is not the one of its checksum is not taken', async () => {
  await expect(put('a', 'hello', { ChecksumCRC32: 'AAAAAA==' })).rejects.toThrow(/CRC32 .* did not match/);
  await put('a', 'hello', { ChecksumCRC32: 'NhCmhg==' });
});

describe('conditions', () => {
  const failed = expect.objectContaining({
    name: 'PreconditionFailed',
    $metadata: expect.objectContaining({ httpStatusCode: 412 }),
  });

  test('If-None-Match: * is for what is not there yet', async () => {
    await put('state', '1', { IfNoneMatch: '*' });
    await expect(put('state', '2', { IfNoneMatch: '*' })).rejects.toEqual(failed);
    expect(await textOf('state')).toBe('1');
  });

  test('If-Match is for what is there as it was read', async () => {
    await expect(put('state', '1', { IfMatch: '"x"' })).rejects.toThrow(NoSuchKey);
    const { ETag } = await put('state', '1');
    const { ETag: next } = await put('state', '2', { IfMatch: ETag });
    await expect(put('state', '3', { IfMatch: ETag })).rejects.toEqual(failed);
    expect(await textOf('state')).toBe('2');
    await put('state', '3', { IfMatch: next });
    expect(await textOf('state')).toBe('3');
  });
});

describe('what is not served is refused by name, and changes nothing', () => {
  const notServed = /is not served; use PutObject .*, GetObject, HeadObject or DeleteObject/;
  const refused = expect.objectContaining({ name: 'NotImplemented', message: expect.stringMatching(notServed) });

  test.each([
    ['a list', () => client.send(new ListObjectsV2Command({ Bucket }))],
    ['a copy', () => client.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/a` }))],
    ['a part', () => client.send(new GetObjectCommand({ Bucket, Key: 'a', Range: 'bytes=0-1' }))],
    ['a version', () => client.send(new GetObjectCommand({ Bucket, Key: 'a', VersionId: '1' }))],
    ['a read on a condition', () => client.send(new GetObjectCommand({ Bucket, Key: 'a', IfNoneMatch: '"x"' }))],
    ['a deletion on a condition', () => client.send(new DeleteObjectCommand({ Bucket, Key: 'a', IfMatch: '"x"' }))],
    ['a write on a condition that S3 has not either', () => put('a', '2', { IfNoneMatch: '"x"' })],
  ])('%s', async (_what, ask) => {
    await put('a', '1');
    await expect(ask()).rejects.toEqual(refused);
    expect(objects.keys()).toEqual(['a']);
    expect(await textOf('a')).toBe('1');
  });

  test('a bucket that is not there', async () => {
    await expect(client.send(new GetObjectCommand({ Bucket: 'other', Key: 'a' }))).rejects.toThrow(NoSuchBucket);
  });

  test('a key that is no text', async () => {
    const response = await fetch(`${s3.url}/${Bucket}/%ff`, { headers: signed });
    expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/xml']);
    expect(await response.text()).toMatch(/<Error><Code>InvalidURI<\/Code><Message>%ff is not percent-encoded UTF-8/);
  });
});
