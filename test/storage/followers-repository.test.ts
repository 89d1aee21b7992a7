/** Which petitions have topics of followers, in the table. */
import { FollowersRepository } from '../../src/storage/followers-repository.ts';
import { at } from '../domain/story.ts';
import { startEngine, type Engine } from '../engine.ts';

const told = at('2026-03-01T00:00:00Z');

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

test('that they were told of the end is kept, until it is not so after all', async () => {
  const followers = await repository();
  await followers.add('uk-parliament/1', 'main');
  await followers.setTold('uk-parliament/1', told);
  expect(await followers.all()).toEqual([{ petition: 'uk-parliament/1', choices: ['main'], told }]);
  await followers.setTold('uk-parliament/1', undefined);
  expect((await followers.all())[0]?.told).toBeUndefined();
  await followers.setTold('uk-parliament/2', told);
  expect(await followers.all()).toHaveLength(1);
});

test('what is gone is removed, but not if somebody has signed up meanwhile', async () => {
  const followers = await repository();
  await followers.add('uk-parliament/1', 'main');
  await followers.setTold('uk-parliament/1', told);
  const [before] = await followers.all();
  if (before === undefined) throw new Error('nothing is there');
  await followers.add('uk-parliament/1', 'all');
  await followers.remove(before);
  expect(await followers.choicesOf('uk-parliament/1')).toHaveLength(2);
  await followers.setTold('uk-parliament/1', told);
  await followers.remove(before);
  expect(await followers.all()).toEqual([]);
});
