/** The platforms that are held to the contract: all that are read. */
import type { Contract } from './contract.ts';
import { contract as jersey } from './jersey.ts';
import { contract as scotland } from './scotland.ts';
import { contract as senedd } from './senedd.ts';
import { contract as ukParliament } from './uk-parliament.ts';
import { contract as weThePeople } from './us-we-the-people.ts';

export const contracts: Readonly<Record<string, Contract>> = {
  'uk-parliament': ukParliament,
  'us-we-the-people': weThePeople,
  senedd,
  scotland,
  jersey,
};
