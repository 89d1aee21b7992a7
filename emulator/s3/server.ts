/**
 * The S3 endpoint: one bucket, and the four operations on single objects that this project uses, for the real SDK
 * client. It refuses by name what it does not have.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { crc32 } from 'node:zlib';
import XMLBuilder from 'fast-xml-builder';
import { bodyOf, guarded, listen, type LoopbackServer } from '../listen.ts';
import { decodeAwsChunked } from './aws-chunked.ts';
import type { WriteCondition, ObjectStore } from './objects.ts';
import { S3Error } from './s3-error.ts';

interface S3Response {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number>>;
  readonly body?: Buffer;
}

const xml = new XMLBuilder();

const served =
  'use PutObject (also with If-Match or If-None-Match: *), GetObject, HeadObject or DeleteObject of whole objects';

/** The operation of each method, as `x-id` names it. */
const operations: Readonly<Record<string, string>> = {
  PUT: 'PutObject',
  GET: 'GetObject',
  HEAD: 'HeadObject',
  DELETE: 'DeleteObject',
};
/** Headers of requests that are not served: for a part, a copy, another condition. */
const unservedHeaders = [
  'range',
  'if-modified-since',
  'if-unmodified-since',
  'x-amz-copy-source',
  'x-amz-if-match-last-modified-time',
  'x-amz-if-match-size',
  'x-amz-write-offset-bytes',
];
const storedHeaders = ['content-type', 'cache-control'] as const;

export function startS3(bucket: string, objects: ObjectStore): Promise<LoopbackServer> {
  async function answer(request: IncomingMessage): Promise<S3Response> {
    const { method = '', headers } = request;
    const key = keyOf(request, bucket);
    const condition = conditionOf(method, headers);
    if (method === 'PUT') {
      const body = await checkedBody(request);
      const { etag } = objects.put(key, body, headersOf(headers), condition);
      return { status: 200, headers: { etag } };
    }
    if (method === 'DELETE') {
      objects.delete(key);
      return { status: 204 };
    }
    const { body, etag, headers: own } = objects.get(key);
    return { status: 200, headers: { ...own, etag, 'content-length': body.length }, body };
  }

  const server = createServer(
    guarded((request, response) =>
      answer(request)
        .catch((error: unknown) => refusal(error))
        .then(({ status, headers, body }) => {
          response.writeHead(status, headers).end(body);
          // Discards the rest of a body that was refused.
          request.resume();
        }),
    ),
  );
  return listen(server);
}

/** The key in a path such as `/bucket/key`. It is never resolved: a key may have `..` in it. @throws {S3Error} */
function keyOf({ method = '', url = '' }: IncomingMessage, bucket: string): string {
  const [, name = '', key = '', query = ''] = /^\/([^/?]*)\/?([^?]*)\??(.*)$/s.exec(url) ?? [];
  const operation = operations[method];
  // `x-id` names the operation. Any other parameter makes it another operation.
  const parameters = [...new URLSearchParams(query)].filter(
    ([parameter, value]) => parameter !== 'x-id' || value !== operation,
  );
  if (operation === undefined || key === '' || parameters.length > 0) {
    throw new S3Error('NotImplemented', `${method} ${url} is not served; ${served}`);
  }
  if (decoded(name) !== bucket) {
    throw new S3Error('NoSuchBucket', `The specified bucket does not exist; there is "${bucket}"`);
  }
  return decoded(key);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidURI', `${text} is not percent-encoded UTF-8`);
  }
}

function conditionOf(method: string, headers: IncomingHttpHeaders): WriteCondition {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = headers;
  const hasOther = unservedHeaders.some((name) => headers[name] !== undefined);
  const isCondition = ifMatch !== undefined || ifNoneMatch !== undefined;
  if (hasOther || (isCondition && method !== 'PUT') || (ifNoneMatch ?? '*') !== '*') {
    const meant = [...unservedHeaders, 'if-match', 'if-none-match']
      .filter((name) => headers[name] !== undefined)
      .join(', ');
    throw new S3Error('NotImplemented', `${method} with ${meant} is not served; ${served}`);
  }
  return { ifMatch, ifNothing: ifNoneMatch === '*' };
}

/** @throws {S3Error} when the checksum does not match. */
async function checkedBody(request: IncomingMessage): Promise<Buffer> {
  const { headers } = request;
  const sent = await bodyOf(request);
  const isChunked = /(^|,)\s*aws-chunked\s*(,|$)/.test(headers['content-encoding'] ?? '');
  const { body, trailers } = isChunked ? decodeAwsChunked(sent) : { body: sent, trailers: {} };
  const checksum = { ...headers, ...trailers }['x-amz-checksum-crc32'];
  if (checksum !== undefined && checksum !== checksumOf(body)) {
    throw new S3Error('BadDigest', 'The CRC32 you specified did not match the calculated checksum.');
  }
  return body;
}

const checksumOf = (body: Buffer): string =>
  Buffer.from(crc32(body).toString(16).padStart(8, '0'), 'hex').toString('base64');

const headersOf = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(storedHeaders.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])));

function refusal(error: unknown): S3Response {
  if (!(error instanceof S3Error)) throw error;
  const { code: Code, message: Message, status } = error;
  const body = xml.build({ Error: { Code, Message, RequestId: randomUUID() } });
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;
  return { status, headers: { 'content-type': 'application/xml' }, body: Buffer.from(text) };
}
