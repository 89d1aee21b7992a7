import { Temporal } from 'temporal-polyfill';

const [earlier, later] = ['2020-01-01T00:00:00Z', '2021-01-01T00:00:00Z'].map((text) => Temporal.Instant.from(text));

test('instants that differ are told apart, alone and inside of others', () => {
  expect(earlier).toEqual(Temporal.Instant.from('2020-01-01T00:00:00Z'));
  expect(earlier).not.toEqual(later);
  expect({ at: [earlier] }).not.toMatchObject({ at: [later] });
  expect({ at: [earlier] }).not.toEqual({ at: [later] });
  expect(earlier).not.toEqual('2020-01-01T00:00:00Z');
});
