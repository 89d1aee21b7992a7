/** A petition by the address that people copy or type: what a browser shows after its redirects. */
import { parseKnownPetition } from '../../cli/petition-name.ts';

test.each([
  ['petition.parliament.uk/petitions/700143', 'uk-parliament/700143'],
  ['www.petition.parliament.uk/petitions/700143/', 'uk-parliament/700143'],
  ['https://petition.parliament.uk/petitions/700143/', 'uk-parliament/700143'],
  // What the redirect after an election shows.
  ['https://petition.parliament.uk/archived/petitions/240115', 'uk-parliament/240115'],
  ['https://petitions.assemblee-nationale.fr/initiatives/i-3014/', 'france-assemblee/i-3014'],
  ['kansalaisaloite.fi/fi/aloite/1234//', 'finland/1234'],
  // The French half of the Canadian House, and what browsers show of an initiative in Estonia (2026-11).
  ['https://www.noscommunes.ca/petitions/fr/Petition/Details?Petition=e-7416', 'canada-commons/e-7416'],
  ['https://rahvaalgatus.ee/initiatives/2043-hoiame-parki', 'estonia/2043'],
  ['https://www.rahvaalgatus.ee/initiatives/2043', 'estonia/2043'],
  ['rahvaalgatus.ee/initiatives/92cc16ee-107e-4208-b92c-2ffed24d4f4b/', 'estonia/92cc16ee-107e-4208-b92c-2ffed24d4f4b'],
  ['change.org/p/save-the-village-green/', 'change-org/save-the-village-green'],
  ['uk-parliament/700143', 'uk-parliament/700143'],
  ['eu-eci/2024/000007', 'eu-eci/2024/000007'],
])('%s is %s', (address, name) => {
  const { source, petition } = parseKnownPetition(address, undefined);
  expect(`${source}/${petition}`).toBe(name);
});

test.each([
  ['example.org/petitions/700143', /^example\.org\/petitions\/700143: is not the page of a petition/],
  ['https://rahvaalgatus.ee/initiatives/parki-2043', /is not the page of a petition/],
  ['https://rahvaalgatus.ee/initiatives/2043x', /is not the page of a petition/],
  ['https://petition.parliament.uk/archive/petitions/240115', /is not the page of a petition/],
])('%s is no petition that the monitor knows', (address, message) => {
  expect(() => parseKnownPetition(address, undefined)).toThrow(message);
});
