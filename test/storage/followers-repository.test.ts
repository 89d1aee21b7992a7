/** Which petitions have topics of followers, in the table. */
import { FollowersRepository } from '../../src/storage/followers-repository.ts';
import { startEngine, type Engine } from '../engine.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.close());

const repository = async (): Promise<FollowersRepository> =>
  new FollowersRepository(engine.client, await engine.table());

test('a petition that nobody signed up for has no topic', async () => {
  const followers = await repository();
  expect(await followers.choicesOf('uk-parliament/1')).toEqual([]);
  expect(await followers.all()).toEqual([]);
});

test('each choice is kept once, whoever makes it at the same time', async () => {
  const followers = await repository();
  await Promise.all((['main', 'all', 'main'] as const).map((choice) => followers.add('uk-parliament/1', choice)));
  await followers.add('html/a/b', 'main');
  expect([...(await followers.choicesOf('uk-parliament/1'))].sort()).toEqual(['all', 'main']);
  expect((await followers.all()).map(({ petition, told }) => [petition, told])).toEqual([
    ['html/a/b', undefined],
    ['uk-parliament/1', undefined],
  ]);
});
