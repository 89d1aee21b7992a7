/** All that is read is held to the contract. A platform is added by a file of this folder, and a line here. */
import { contract as actionNetwork } from './action-network.ts';
import { contract as australiaHouse } from './australia-house.ts';
import { contract as brazil } from './brazil.ts';
import { contract as canadaCommons } from './canada-commons.ts';
import { contract as changeOrg } from './change-org.ts';
import type { Contract } from './contract.ts';
import { contract as decidim } from './decidim.ts';
import { contract as denmark } from './denmark.ts';
import { contract as estonia } from './estonia.ts';
import { contract as euEci } from './eu-eci.ts';
import { contract as finland } from './finland.ts';
import { contract as franceAssemblee } from './france-assemblee.ts';
import { html, json } from './custom.ts';
import { contract as germanyBundestag } from './germany-bundestag.ts';
import { contract as italy } from './italy.ts';
import { contract as jersey } from './jersey.ts';
import { contract as koreaAssembly } from './korea-assembly.ts';
import { contract as luxembourg } from './luxembourg.ts';
import { contract as newZealand } from './new-zealand.ts';
import { contract as openPetition } from './openpetition.ts';
import { contract as petities } from './petities.ts';
import { contract as scotland } from './scotland.ts';
import { contract as senedd } from './senedd.ts';
import { contract as taiwanJoin } from './taiwan-join.ts';
import { contract as ukraine } from './ukraine.ts';
import { contract as ukraineCabinet } from './ukraine-cabinet.ts';
import { contract as ukParliament } from './uk-parliament.ts';
import { contract as weThePeople } from './us-we-the-people.ts';

export const contracts: Readonly<Record<string, Contract>> = {
  'uk-parliament': ukParliament,
  'us-we-the-people': weThePeople,
  senedd,
  scotland,
  jersey,
  'france-assemblee': franceAssemblee,
  'germany-bundestag': germanyBundestag,
  'canada-commons': canadaCommons,
  'australia-house': australiaHouse,
  'taiwan-join': taiwanJoin,
  'eu-eci': euEci,
  finland,
  estonia,
  'korea-assembly': koreaAssembly,
  'change-org': changeOrg,
  'action-network': actionNetwork,
  italy,
  denmark,
  ukraine,
  'ukraine-cabinet': ukraineCabinet,
  decidim,
  luxembourg,
  brazil,
  petities,
  'new-zealand': newZealand,
  openpetition: openPetition,
  json,
  html,
};
