import { isPublicAddress, mayBePublicHost, publicLookup } from '../../src/sources/public-hosts.ts';

test.each(['8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  '127.0.0.1', '10.0.0.1', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1',
  '255.255.255.255', '192.0.2.1', '::1', '::', 'fe80::1', 'fd00::1', 'fd00:ec2::254', '::ffff:127.0.0.1', 'ff02::1',
  '64:ff9b::7f00:1', '2002:7f00:1::', '::127.0.0.1', '::a00:1', '1::1', '4000::1', '8000::7f00:1',
])('%s is not', (address) => {
  expect(isPublicAddress(address)).toBe(false);
}); // oxfmt-ignore

test.each(['petition.parliament.uk', '8.8.8.8', '[2606:4700::1111]'])('%s may be a public host', (host) => {
  expect(mayBePublicHost(host)).toBe(true);
});

test.each([
  'localhost',
  'a.localhost',
  'intranet',
  'db.internal',
  'printer.local',
  'nas.lan',
  'x.home.arpa',
  '127.0.0.1',
  '[::1]',
  'a.local.',
])('%s can not be one', (host) => {
  expect(mayBePublicHost(host)).toBe(false);
});

describe('a name is looked up', () => {
  const lookup = (name: string, all: boolean): Promise<unknown> =>
    new Promise((resolve, reject) => {
      publicLookup(name, { all }, (error, address) => (error === null ? resolve(address) : reject(error)));
    });

  test.each([true, false])('and refused when it is at an address that is not public', async (all) => {
    await expect(lookup('localhost', all)).rejects.toThrow(
      /^localhost is at (127\.0\.0\.1|::1), which is not a public address$/,
    );
  });

  test.each([true, false])('and its address given when it is', async (all) => {
    await expect(lookup('8.8.8.8', all)).resolves.toEqual(all ? [{ address: '8.8.8.8', family: 4 }] : '8.8.8.8');
  });

  test('and fails when there is none', async () => {
    await expect(lookup('nowhere.invalid', true)).rejects.toThrow(/nowhere\.invalid/);
  });
});
