/** The addresses that people copy name the petition, whichever of its pages they are of. */
import { parsePetitionName } from '../../cli/petition-name.ts';
import { sources } from '../../src/sources/registry.ts';
import type { Source } from '../../src/sources/source.ts';

const uuid = '92cc16ee-107e-4208-b92c-2ffed24d4f4b';

test.each([
  // What a browser shows after the redirect (rahvaalgatus, initiatives_controller.js, 2024-09).
  ['https://rahvaalgatus.ee/initiatives/1234-pargi-pingid', 'estonia', '1234'],
  ['https://www.rahvaalgatus.ee/initiatives/1234-pargi-pingid#vote', 'estonia', '1234'],
  ['https://rahvaalgatus.ee/initiatives/1234', 'estonia', '1234'],
  [`https://rahvaalgatus.ee/initiatives/${uuid}/events/5`, 'estonia', uuid],
  // The French half of Canada's site, and the page that asks to sign.
  ['https://www.noscommunes.ca/petitions/fr/Petition/Details?Petition=e-7416', 'canada-commons', 'e-7416'],
  ['https://www.ourcommons.ca/petitions/en/Petition/Details?fl=1&Petition=e-7416', 'canada-commons', 'e-7416'],
  ['https://ourcommons.ca/petitions/en/Petition/Sign/e-7416', 'canada-commons', 'e-7416'],
  ['https://petitions.ourcommons.ca/en/Petition/Details?Petition=e-7416', 'canada-commons', 'e-7416'],
  // config/locales and app/models/site.rb of ScottishParliament/e-petitions, 2026-08.
  ['https://athchuingean.parlamaid-alba.scot/athchuingean/PE2100', 'scotland', 'PE2100'],
  ['https://petitions.parliament.scot/petitions/PP0123', 'scotland', 'PP0123'],
  ['https://petitions.parliament.scot/petitions/PE2100/', 'scotland', 'PE2100'],
  // Where the redirect after an election leads.
  ['https://petition.parliament.uk/archived/petitions/700001', 'uk-parliament', '700001'],
  ['https://www.petition.parliament.uk/petitions/700143/signatures/new', 'uk-parliament', '700143'],
  ['https://petition.parliament.uk/petitions/700143.json', 'uk-parliament', '700143'],
  ['https://deisebau.senedd.cymru/deisebau/244400', 'senedd', '244400'],
  ['https://petitions.assemblee-nationale.fr/initiatives/i-3014/', 'france-assemblee', 'i-3014'],
  ['https://petitions.assemblee-nationale.fr/initiatives/i-3014/signatures', 'france-assemblee', 'i-3014'],
  ['https://petitions.assemblee-nationale.fr/initiatives/i-3014?locale=fr', 'france-assemblee', 'i-3014'],
  ['https://citizens-initiative.europa.eu/initiatives/details/2024/000007_fr', 'eu-eci', '2024/000007'],
  ['https://www.kansalaisaloite.fi/fi/aloite/1234/', 'finland', '1234'],
  ['https://petition.president.gov.ua/petition/990001#subscribers', 'ukraine', '990001'],
  ['https://petition.president.gov.ua/petition/990001/votes/3', 'ukraine', '990001'],
  ['https://petition.kmu.gov.ua/kmu/petition/990001', 'ukraine-cabinet', '990001'],
  ['https://petitions.senat.fr/initiatives/i-101077?locale=fr', 'decidim', 'petitions.senat.fr/i-101077'],
  // The Chamber's two hosts have the same petitions.
  ['https://dekamer.mijnopinie.belgium.be/initiatives/i-428', 'decidim', 'dekamer.mijnopinie.belgium.be/i-428'],
  ['https://lachambre.monopinion.belgium.be/initiatives/i-428/', 'decidim', 'dekamer.mijnopinie.belgium.be/i-428'],
  ['https://www.decidim.barcelona/initiatives/i-77/versions/3', 'decidim', 'decidim.barcelona/i-77'],
  ['https://www.petitiounen.lu/en/petition/380?cHash=ed9b4b41', 'luxembourg', '380'],
  ['https://petitiounen.lu/lb/petition/3913', 'luxembourg', '3913'],
  ['https://www.petitions.lu/petition/892?cHash=c52d93ba', 'luxembourg', '892'],
  ['https://www.borgerforslag.dk/se-og-stoet-forslag/?Id=FT-09901', 'denmark', 'FT-09901'],
  ['https://borgerforslag.dk/se-og-stoet-forslag?fbclid=x1&Id=FT-09901&utm_source=mail', 'denmark', 'FT-09901'],
  ['https://firmereferendum.giustizia.it/referendum/open/dettaglio-open/990001', 'italy', '990001'],
  ['https://pnri.firmereferendum.giustizia.it/referendum/open/dettaglio-open/990001/', 'italy', '990001'],
  [`https://join.gov.tw/idea/detail/${uuid}/suggest`, 'taiwan-join', uuid],
  ['https://aph.gov.au/e-petitions/petition/EN9806/sign', 'australia-house', 'EN9806'],
  ['https://www.change.org/p/öffnet-den-park-köln?recruiter=1', 'change-org', 'öffnet-den-park-köln'],
  ['https://www.change.org/p/%E5%85%AC%E5%9C%92%E3%82%92%E5%AE%88%E3%82%8B', 'change-org', '公園を守る'],
  ['https://change.org/p/сохраним-парк', 'change-org', 'сохраним-парк'],
  // A letter and an accent after it are one letter.
  ['https://change.org/p/cafe%CC%81', 'change-org', 'café'],
])('%s is %s/%s', (page, source, petition) => {
  expect(parsePetitionName(page, undefined)).toEqual({ source, petition });
  const format = Object.entries<Source>(sources).find(([name]) => name === source)?.[1].id.pattern;
  expect(petition).toMatch(format ?? /no such source/);
});

test.each([
  'https://petition.parliament.uk/petitions',
  'https://petition.parliament.uk/petitions/700143x',
  'https://petition.parliament.uk/petitions/0700143',
  'https://petition.parliament.uk.example.org/petitions/700143',
  'https://example.org/petitions/700143',
  'https://rahvaalgatus.ee/initiatives/pargi-pingid',
  'https://www.change.org/p/%E5%85',
  'https://www.change.org/p/-park',
])('%s names no petition', (page) => {
  expect(() => parsePetitionName(page, undefined)).toThrow(/is not the page of a petition that the monitor knows/);
});

test('the page where people sign a European initiative has no number of the register: the message says which has it', () => {
  expect(() => parsePetitionName('https://eci.ec.europa.eu/045/public/', undefined)).toThrow(
    /is where people sign; .*https:\/\/citizens-initiative\.europa\.eu\/initiatives\/details\/2024\/000007_en/,
  );
});
