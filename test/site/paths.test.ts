/** Each petition has its own path, whatever its id is, and no path leaves the site. */
import fc from 'fast-check';
import { relativePath, overviewPath, paths, petitionPath } from '../../lambda/site/paths.ts';
import { anyString } from '../strings.ts';

test('ids of platforms appear in paths unchanged', () => {
  expect(petitionPath('uk-parliament/700143', 'html')).toBe('petitions/uk-parliament/700143.html');
  expect(petitionPath('eu-eci/2024/000007', 'csv')).toBe('petitions/eu-eci/2024~2f~000007.csv');
});

test('a long name in another alphabet is cut for a file, and stays its own', () => {
  const [one, other] = ['公', '園'].map((last) => petitionPath(`change-org/${'公'.repeat(127)}${last}`, 'html'));
  expect(one).not.toBe(other);
  for (const path of [one, other]) expect(path).toMatch(/^petitions\/change-org\/[\w~-]{1,240}\.html$/);
  expect(petitionPath(`change-org/${'p'.repeat(128)}`, 'html')).toBe(`petitions/change-org/${'p'.repeat(128)}.html`);
});

test('no two petitions share a path, and every path stays below the folder of its source', () => {
  const id = anyString({ minLength: 1 });
  fc.assert(
    fc.property(id, id, (one, other) => {
      const [a, b] = [petitionPath(`json/${one}`, 'json'), petitionPath(`json/${other}`, 'json')];
      expect(a === b).toBe(one === other);
      expect(a).toMatch(/^petitions\/json\/[\w~-]+\.json$/);
    }),
  );
});

test('links between files do not depend on the address of the site', () => {
  const page = petitionPath('uk-parliament/700143', 'html');
  expect(new URL(relativePath(page, paths.overview), `https://example.org/a/${page}`).pathname).toBe('/a/index.html');
  expect(relativePath(paths.overview, page)).toBe(page);
  expect([overviewPath(1), overviewPath(2)]).toEqual(['index.html', 'page-2.html']);
});
