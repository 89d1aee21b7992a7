/** What the function behind the form reads of an event of API Gateway: who asks, and whether it came through CloudFront. */
import { readSignUp } from '../../lambda/sign-up/request.ts';

const body = String(new URLSearchParams({ petition: 'uk-parliament/1', email: ' A@Example.org ', choice: 'main' }));
const headers = { 'content-type': 'application/x-www-form-urlencoded', 'cloudfront-viewer-address': '203.0.113.7:443' };

const read = (more: object = {}, originId?: string, needsProof?: boolean): ReturnType<typeof readSignUp> =>
  readSignUp({ requestContext: { http: { method: 'POST' } }, headers, body, ...more }, originId, needsProof);

test('the form, as text or in base64, whatever the case of the address', () => {
  const good = { petition: 'uk-parliament/1', choice: 'main', email: 'a@example.org', entered: 'A@Example.org' };
  expect(read()).toEqual({ ...good, proof: '', ip: '203.0.113.7' });
  expect(read({ body: `${body}&altcha=e30%3D` })).toEqual({ ...good, proof: 'e30=', ip: '203.0.113.7' });
  expect(read({ body: Buffer.from(body).toString('base64'), isBase64Encoded: true })).toEqual(read());
});

test.each([
  ['203.0.113.7:443', '203.0.113.7'],
  ['2001:db8:7::5:46532', '2001:db8:7::5'],
  ['[2001:db8:7::5]:46532', '2001:db8:7::5'],
])('CloudFront names the visitor and his port: %s', (address, ip) => {
  expect(read({ headers: { ...headers, 'cloudfront-viewer-address': address } })).toMatchObject({ ip });
});

test('who does not come through CloudFront could name any address as his own, and is refused', () => {
  expect(read({}, 'of-the-policy')).toMatchObject({ status: 400 });
  expect(read({ headers: { ...headers, 'x-origin-id': 'guessed' } }, 'of-the-policy')).toMatchObject({ status: 400 });
  expect(read({ headers: { ...headers, 'x-origin-id': 'of-the-policy' } }, 'of-the-policy')).toHaveProperty('ip');
});

test.each([
  ['same-origin', true],
  ['same-site', false],
  ['cross-site', false],
  ['none', false],
])('a form that the browser calls %s', (site, isRead) => {
  const sent = { headers: { ...headers, 'sec-fetch-site': site } };
  expect(read(sent)).toHaveProperty(isRead ? 'ip' : 'reason');
  const asked = read({ ...sent, requestContext: { http: { method: 'GET' } } }, undefined, true);
  // CloudFront keeps no 400 of a GET: nobody can keep others from their challenge.
  expect(asked).toEqual(isRead ? 'challenge' : expect.objectContaining({ status: 400 }));
});

test('a challenge is given where the form needs a proof of work, and to nobody who does not come through CloudFront', () => {
  const get = { requestContext: { http: { method: 'GET' } } };
  expect(read(get)).toMatchObject({ status: 405 });
  expect(read(get, undefined, true)).toBe('challenge');
  expect(read(get, 'of-the-policy', true)).toMatchObject({ status: 400 });
  expect(read({ ...get, headers: { 'x-origin-id': 'of-the-policy' } }, 'of-the-policy', true)).toBe('challenge');
});

test('only a POST, only a form, and no longer than that', () => {
  expect(read({ requestContext: { http: { method: 'GET' } } })).toMatchObject({ status: 405 });
  expect(read({ headers: {} })).toMatchObject({ status: 415 });
  const utf8 = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' };
  expect(read({ headers: utf8 })).toHaveProperty('email');
  const ofBytes = (bytes: number): string => `${body}&more=`.padEnd(bytes, 'x');
  expect(read({ body: ofBytes(4_096) })).toHaveProperty('email');
  expect(read({ body: ofBytes(4_097) })).toMatchObject({ status: 413 });
  const encoded = (bytes: number): object => ({
    body: Buffer.from(ofBytes(bytes)).toString('base64'),
    isBase64Encoded: true,
  });
  expect(read(encoded(4_096))).toHaveProperty('email');
  expect(read(encoded(4_100))).toMatchObject({ status: 413 });
  expect(() => readSignUp({}, undefined)).toThrow(/requestContext/);
});
