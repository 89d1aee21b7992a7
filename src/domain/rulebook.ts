/**
 * The rules of the built-in platforms. Each edition has the text of its rule, where that text is published, and what
 * kind of commitment it is. A number that the platform gives for a petition wins over the number here.
 */
import type { DocumentedHistory, Provenance, Rules } from './rules.ts';
import { jerseyRules } from './rulebook/jersey.ts';
import { newZealandRules } from './rulebook/new-zealand.ts';
import { openPetitionRules } from './rulebook/openpetition.ts';
import { petitiesRules } from './rulebook/petities.ts';
import { scotlandRules } from './rulebook/scotland.ts';
import { seneddRules } from './rulebook/senedd.ts';
import { australiaHouseRules } from './rulebook/australia-house.ts';
import { brazilRules } from './rulebook/brazil.ts';
import { canadaCommonsRules } from './rulebook/canada-commons.ts';
import { franceAssembleeRules } from './rulebook/france-assemblee.ts';
import { germanyBundestagRules } from './rulebook/germany-bundestag.ts';
import { taiwanJoinRules } from './rulebook/taiwan-join.ts';
import { actionNetworkRules } from './rulebook/action-network.ts';
import { changeOrgRules } from './rulebook/change-org.ts';
import { denmarkRules } from './rulebook/denmark.ts';
import { barcelonaRules, belgiumChamberRules, franceSenatRules } from './rulebook/decidim.ts';
import { estoniaRules } from './rulebook/estonia.ts';
import { finlandRules } from './rulebook/finland.ts';
import { koreaAssemblyRules } from './rulebook/korea-assembly.ts';
import { euEciRules } from './rulebook/eu-eci.ts';
import { italyRules } from './rulebook/italy.ts';
import { krBlueHouseRules } from './rulebook/kr-blue-house.ts';
import { ukParliamentRules } from './rulebook/uk-parliament.ts';
import { luxembourgRules } from './rulebook/luxembourg.ts';
import { ukraineCabinetRules, ukraineRules } from './rulebook/ukraine.ts';
import { weThePeopleRules } from './rulebook/us-we-the-people.ts';

export const rulebook = {
  'us-we-the-people': weThePeopleRules,
  'uk-parliament': ukParliamentRules,
  senedd: seneddRules,
  scotland: scotlandRules,
  jersey: jerseyRules,
  'france-assemblee': franceAssembleeRules,
  'germany-bundestag': germanyBundestagRules,
  'canada-commons': canadaCommonsRules,
  'australia-house': australiaHouseRules,
  'taiwan-join': taiwanJoinRules,
  finland: finlandRules,
  estonia: estoniaRules,
  'korea-assembly': koreaAssemblyRules,
  'change-org': changeOrgRules,
  'action-network': actionNetworkRules,
  brazil: brazilRules,
  petities: petitiesRules,
  'new-zealand': newZealandRules,
  openpetition: openPetitionRules,
  'eu-eci': euEciRules,
  italy: italyRules,
  denmark: denmarkRules,
  ukraine: ukraineRules,
  'ukraine-cabinet': ukraineCabinetRules,
  'france-senat': franceSenatRules,
  'belgium-chamber': belgiumChamberRules,
  barcelona: barcelonaRules,
  luxembourg: luxembourgRules,
  'kr-blue-house': krBlueHouseRules,
} as const satisfies Record<string, DocumentedHistory>;

export type BuiltInRules = keyof typeof rulebook;

/**
 * Who set the date of a response, where and when. Undefined for rules from petitions.json, and for built-in ones with
 * another `responseWindow`: these are other objects.
 */
export function responseProvenance(rules: Rules): Provenance | undefined {
  const edition = Object.values<DocumentedHistory>(rulebook)
    .flat()
    .find((one) => one.rules === rules);
  return edition?.responseSays ?? edition?.says;
}
