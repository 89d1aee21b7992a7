/** The keys of platforms: read from a real client's request to the Parameter Store on loopback, and never shown. */
import { ApiKeyCache, type ReadParameter } from '../../src/sources/api-keys.ts';
import { parameterStore } from '../../src/sources/parameter-store.ts';
import { startParameterStore } from '../../emulator/ssm.ts';
import { setEnvironment } from '../../local/process-environment.ts';
import { at } from '../domain/story.ts';
import { accessKey } from '../../emulator/listen.ts';
import { signed } from '../loopback.ts';

const parameter = '/petitions/action-network';
const secret = 'not-to-be-shown-0123456789';

/** A ring over what the test reads, on a clock that it moves. */
function ringOver(read: ReadParameter): { ring: ApiKeyCache; opened: () => number; setClock: (now: string) => void } {
  let clock = at('2026-05-05T17:00:00Z');
  let opened = 0;
  const ring = new ApiKeyCache(
    () => clock,
    () => {
      opened += 1;
      return Promise.resolve(read);
    },
  );
  return {
    ring,
    opened: () => opened,
    setClock: (now) => {
      clock = at(now);
    },
  };
}

test('a key is read when it is first wanted, once, and what reads it is loaded no sooner', async () => {
  const asked: string[] = [];
  const { ring, opened } = ringOver((name) => {
    asked.push(name);
    return Promise.resolve(`${secret}\n`);
  });
  const key = ring.keyFor(parameter);
  expect(opened()).toBe(0);
  expect(await Promise.all([key.read(), key.read(), ring.keyFor(parameter).read()])).toEqual([secret, secret, secret]);
  await ring.keyFor('/petitions/other').read();
  expect(asked).toEqual([parameter, '/petitions/other']);
  expect(opened()).toBe(1);
});

test('a key that is to be forgotten is read anew', async () => {
  const keys = ['old', 'new'];
  const { ring } = ringOver(() => Promise.resolve(keys.shift() ?? ''));
  const key = ring.keyFor(parameter);
  expect(await key.read()).toBe('old');
  key.forget();
  key.forget();
  expect(await key.read()).toBe('new');
});

test('a parameter that can not be read is left alone for a minute, whoever asks', async () => {
  let tries = 0;
  const { ring, setClock } = ringOver(() => {
    tries += 1;
    return tries === 1 ? Promise.reject(new Error('no route')) : Promise.resolve(secret);
  });
  const key = ring.keyFor(parameter);
  await expect(key.read()).rejects.toThrow(`the key in the parameter ${parameter} cannot be read: Error: no route`);
  key.forget();
  setClock('2026-05-05T17:00:59Z');
  await expect(key.read()).rejects.toThrow(/no route/);
  expect(tries).toBe(1);
  setClock('2026-05-05T17:01:00Z');
  expect(await key.read()).toBe(secret);
});

test.each([
  ['nothing', '', /it holds no key/],
  ['blanks', ' \n', /it holds no key/],
  ['two lines', `${secret}\n${secret}`, /it holds no key: one line of ASCII without blanks$/],
  ['JSON, as Secrets Manager likes it', `{"key":"${secret}"}`, /it holds JSON, and must hold the key alone/],
  ['what no header can carry', `${secret}ü`, /it holds no key/],
])('%s is no key, and is not repeated', async (_, held, message) => {
  const { ring } = ringOver(() => Promise.resolve(held));
  const fault = await ring
    .keyFor(parameter)
    .read()
    .catch((error: unknown) => error);
  if (!(fault instanceof Error)) throw new Error('there was no fault');
  expect(fault.message).toMatch(message);
  expect(JSON.stringify([fault.message, fault.stack, fault.cause])).not.toContain(secret);
});

test("the SDK's own client reads it, decrypted, where the environment says; and says by name what is not there", async () => {
  const store = await startParameterStore(new Map([[parameter, secret]]));
  const restore = setEnvironment({
    AWS_ENDPOINT_URL_SSM: store.url,
    AWS_REGION: 'us-east-1',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: accessKey,
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  const { ring } = ringOver(parameterStore());
  expect(await ring.keyFor(parameter).read()).toBe(secret);
  await expect(ring.keyFor('/petitions/other').read()).rejects.toThrow(
    /^the key in the parameter \/petitions\/other cannot be read: ParameterNotFound/,
  );
  restore();
  await store.close();
});

test('the Parameter Store on loopback serves that one request, and nothing in the clear to who does not ask for it', async () => {
  const store = await startParameterStore(new Map([[parameter, secret]]));
  const post = async (action: string, body: string): Promise<[number, string]> => {
    const response = await fetch(store.url, { method: 'POST', body, headers: { ...signed, 'x-amz-target': action } });
    return [response.status, await response.text()];
  };
  const [status, encrypted] = await post('AmazonSSM.GetParameter', JSON.stringify({ Name: parameter }));
  expect(status).toBe(200);
  expect(encrypted).not.toContain(secret);
  expect(await post('AmazonSSM.PutParameter', '{}')).toEqual([400, expect.stringContaining('InvalidAction')]);
  expect(await post('AmazonSSM.GetParameter', '')).toEqual([400, expect.stringContaining('ValidationException')]);
  await store.close();
});
