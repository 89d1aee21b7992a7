/** The names of followers' topics: what SNS takes, one for each petition and choice, and the same for ever. */
import fc from 'fast-check';
import { followChoices } from '../../src/domain/followers.ts';
import { followersOf, followersPrefix, followersTopic } from '../../src/notifications/followers-topic.ts';

const prefix = followersPrefix('PetitionThresholdMonitor');

test.each([
  ['uk-parliament/700143', 'PetitionThresholdMonitor-follow-main-uk-parliament_2f700143'],
  ['us-we-the-people/a_b', 'PetitionThresholdMonitor-follow-main-us-we-the-people_2fa_5fb'],
  ['change-org/é', 'PetitionThresholdMonitor-follow-main-change-org_2f_c3_a9'],
  [
    `denmark/${'x'.repeat(200)}`,
    `PetitionThresholdMonitor-follow-main-denmark_2f${'x'.repeat(54)}__fba92c3c5b09d2e936ff0f1c0cb63126`,
  ],
])('the topic of %s has this name, and keeps it', (petition, name) => {
  expect(followersTopic(prefix, petition, 'main')).toBe(name);
});

const petition = fc
  .tuple(fc.constantFrom('uk-parliament', 'html'), fc.string({ minLength: 1, maxLength: 300, unit: 'grapheme' }))
  .map(([source, id]) => `${source}/${id}`);
const choice = fc.constantFrom(...followChoices);
const stack = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,127}$/);

test('every name is one that SNS takes', () => {
  fc.assert(
    fc.property(stack, petition, choice, (name, one, what) => {
      expect(followersTopic(followersPrefix(name), one, what)).toMatch(/^[A-Za-z0-9_-]{1,256}$/);
    }),
  );
});

test('no two petitions or choices have one name', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(petition, choice), { selector: (one) => one.join(' ') }), (all) => {
      expect(new Set(all.map(([one, what]) => followersTopic(prefix, one, what))).size).toBe(all.length);
    }),
  );
});

test('a name says of which petition and choice it is, unless the petition is too long', () => {
  fc.assert(
    fc.property(petition, choice, (one, what) => {
      const found = followersOf(prefix, followersTopic(prefix, one, what));
      expect(found?.choice).toBe(what);
      expect([undefined, one]).toContain(found?.petition);
    }),
  );
  expect(followersOf(prefix, followersTopic(prefix, 'uk-parliament/700143', 'all'))).toEqual({
    choice: 'all',
    petition: 'uk-parliament/700143',
  });
  expect(followersOf(prefix, followersTopic(prefix, `denmark/${'x'.repeat(200)}`, 'all'))?.petition).toBeUndefined();
});

test.each(['PetitionThresholdMonitor-alerts', `${prefix}some-uk-parliament_2f1`, prefix])(
  '%s is not a topic of followers',
  (name) => {
    expect(followersOf(prefix, name)).toBeUndefined();
  },
);
