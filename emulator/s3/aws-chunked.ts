/** Decodes `aws-chunked` bodies, in which the SDK sends streams: chunks after their sizes, then a checksum. */
import { S3Error } from './s3-error.ts';

export interface DecodedBody {
  readonly body: Buffer;
  /** The headers after the body, such as `x-amz-checksum-crc32`. */
  readonly trailers: Readonly<Record<string, string>>;
}

const lineEnd = '\r\n';

/** @throws {S3Error} when the body is incomplete. */
export function decodeAwsChunked(chunks: Buffer): DecodedBody {
  const pieces: Buffer[] = [];
  let position = 0;
  const line = (): string => {
    const end = chunks.indexOf(lineEnd, position);
    if (end === -1) throw new S3Error('IncompleteBody', 'The body ends inside of a chunk.');
    const text = chunks.toString('latin1', position, end);
    position = end + lineEnd.length;
    return text;
  };
  for (;;) {
    // After the size there may be a signature, which is not checked here.
    const size = Number.parseInt(line(), 16);
    if (!(size > 0)) break;
    pieces.push(chunks.subarray(position, position + size));
    position += size;
    line();
  }
  const trailers: Record<string, string> = {};
  for (let text = line(); text !== ''; text = line()) {
    const colon = text.indexOf(':');
    trailers[text.slice(0, colon).toLowerCase()] = text.slice(colon + 1).trim();
  }
  return { body: Buffer.concat(pieces), trailers };
}
