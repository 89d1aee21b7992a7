/**
 * The built-in platforms, with what is known of each without a request. The file that reads a platform is loaded when
 * its first petition is polled.
 */
import { rulebook } from '../domain/rulebook.ts';
import type { ExtractionRecipe } from './custom/recipe.ts';
import { idFromPage } from './page-address.ts';
import { decidimEntry } from './platforms/decidim-sites.ts';
import type { Reader, Source } from './source.ts';

/** A slug: a number leads to one, and these words are other pages. */
const petitiesId = /^(?!(?:\d+|all|desks|manage|new|search)$)[a-z0-9][a-z0-9_-]{0,199}$/;

export const sources = {
  'uk-parliament': {
    title: 'UK Parliament',
    baseUrl: 'https://petition.parliament.uk',
    id: { pattern: /^[1-9]\d{0,9}$/, example: '700143' },
    sample: '722903',
    idOf: idFromPage(['petition.parliament.uk'], /(?:\/archived)?\/petitions\/([1-9]\d{0,9})/u),
    history: rulebook['uk-parliament'],
    // Counts and stamps are computed once a minute, and may come from a cache for two more minutes (the platform's own
    // headers since 2026-05-10: max-age=60, stale-while-revalidate=120).
    lagMinutes: 3,
    refreshMinutes: 1,
    hasList: true,
    hasAnswered: true,
    listIsWhole: true,
    reader: async () => (await import('./platforms/uk-parliament.ts')).ukParliament,
  },
  'us-we-the-people': {
    title: 'We the People',
    baseUrl: 'https://api.whitehouse.gov',
    id: { pattern: /^[A-Za-z0-9_-]{1,64}$/, example: '22111' },
    history: rulebook['us-we-the-people'],
    lagMinutes: 0,
    refreshMinutes: 1,
    hasList: true,
    reader: async () => (await import('./platforms/us-we-the-people.ts')).weThePeople,
  },
  senedd: {
    title: 'Senedd',
    baseUrl: 'https://petitions.senedd.wales',
    id: { pattern: /^[1-9]\d{0,9}$/, example: '244400' },
    sample: '244400',
    idOf: idFromPage(
      ['petitions.senedd.wales', 'deisebau.senedd.cymru'],
      /(?:\/archived)?\/(?:petitions|deisebau)\/([1-9]\d{0,9})/u,
    ),
    history: rulebook.senedd,
    // This and the next two run the UK's software, which counts once a minute. Their cache time is not known: we assume
    // the same.
    lagMinutes: 3,
    refreshMinutes: 1,
    hasList: true,
    listIsWhole: true,
    reader: async () => (await import('./platforms/senedd.ts')).senedd,
  },
  scotland: {
    title: 'Scottish Parliament',
    baseUrl: 'https://petitions.parliament.scot',
    id: { pattern: /^P[EP]\d{4,11}$/, example: 'PE1876' },
    sample: 'PE1876',
    idOf: idFromPage(
      ['petitions.parliament.scot', 'athchuingean.parlamaid-alba.scot'],
      /\/(?:petitions|athchuingean)\/(P[EP]\d{4,11})/u,
    ),
    history: rulebook.scotland,
    lagMinutes: 3,
    refreshMinutes: 1,
    hasList: true,
    reader: async () => (await import('./platforms/scotland.ts')).scotland,
  },
  jersey: {
    title: 'States Assembly of Jersey',
    baseUrl: 'https://petitions.gov.je',
    id: { pattern: /^[1-9]\d{0,9}$/, example: '200174' },
    sample: '200174',
    idOf: idFromPage(['petitions.gov.je'], /(?:\/archived)?\/petitions\/([1-9]\d{0,9})/u),
    history: rulebook.jersey,
    lagMinutes: 3,
    refreshMinutes: 1,
    hasList: true,
    listIsWhole: true,
    reader: async () => (await import('./platforms/jersey.ts')).jersey,
  },
  // Pages for people, not for machines: we request them every five minutes at most, and assume that they are as old as
  // that.
  'france-assemblee': {
    title: 'French National Assembly',
    baseUrl: 'https://petitions.assemblee-nationale.fr',
    id: { pattern: /^i-[1-9]\d{0,7}$/, example: 'i-3014' },
    sample: 'i-3014',
    idOf: idFromPage(['petitions.assemblee-nationale.fr'], /\/initiatives\/(i-[1-9]\d{0,7})/u),
    history: rulebook['france-assemblee'],
    lagMinutes: 5,
    refreshMinutes: 5,
    reader: async () => (await import('./platforms/france-assemblee.ts')).franceAssemblee,
  },
  'germany-bundestag': {
    title: 'German Bundestag',
    baseUrl: 'https://epetitionen.bundestag.de',
    id: { pattern: /^\d{4}-\d{2}-\d{2}-[1-9]\d{0,7}$/, example: '2024-10-20-173674' },
    sample: '2024-10-20-173674',
    idOf: ({ host, pathname }) => {
      const page = /\/petitionen\/_(\d{4})\/_(\d{2})\/_(\d{2})\/Petition_([1-9]\d{0,7})\./.exec(pathname);
      return host === 'epetitionen.bundestag.de' ? page?.slice(1).join('-') : undefined;
    },
    history: rulebook['germany-bundestag'],
    lagMinutes: 5,
    refreshMinutes: 5,
    hasList: true,
    reader: async () => (await import('./platforms/germany-bundestag.ts')).germanyBundestag,
  },
  'canada-commons': {
    title: 'House of Commons of Canada',
    baseUrl: 'https://www.ourcommons.ca',
    id: { pattern: /^e-[1-9]\d{0,7}$/, example: 'e-7416' },
    sample: 'e-7416',
    idOf: idFromPage(
      ['ourcommons.ca', 'petitions.ourcommons.ca', 'noscommunes.ca', 'petitions.noscommunes.ca'],
      /\/.*[?&][Pp]etition=(e-[1-9]\d{0,7})/u,
      /\/(?:petitions\/)?(?:en|fr)\/Petition\/\w+\/(e-[1-9]\d{0,7})/u,
    ),
    history: rulebook['canada-commons'],
    lagMinutes: 5,
    refreshMinutes: 5,
    reader: async () => (await import('./platforms/canada-commons.ts')).canadaCommons,
  },
  'australia-house': {
    title: 'Australian House of Representatives',
    baseUrl: 'https://epetitions.aph.gov.au',
    id: { pattern: /^EN[1-9]\d{0,7}$/, example: 'EN9806' },
    sample: 'EN4051',
    idOf: idFromPage(['aph.gov.au'], /\/e-petitions\/petition\/(EN[1-9]\d{0,7})/u),
    history: rulebook['australia-house'],
    lagMinutes: 5,
    refreshMinutes: 5,
    reader: async () => (await import('./platforms/australia-house.ts')).australiaHouse,
  },
  'taiwan-join': {
    title: 'Join, Taiwan',
    baseUrl: 'https://join.gov.tw',
    id: { pattern: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, example: 'c25d7466-72c9-4f90-9d88-7e3753a24a58' },
    sample: 'e9758e8a-98a2-4903-ae4d-3be9a4970890',
    idOf: idFromPage(['join.gov.tw'], /\/idea\/detail\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/u),
    history: rulebook['taiwan-join'],
    lagMinutes: 5,
    refreshMinutes: 5,
    reader: async () => (await import('./platforms/taiwan-join.ts')).taiwanJoin,
  },
  finland: {
    title: 'Kansalaisaloite, Finland',
    baseUrl: 'https://www.kansalaisaloite.fi',
    id: { pattern: /^[1-9]\d{0,9}$/, example: '1234' },
    sample: '70',
    idOf: idFromPage(['kansalaisaloite.fi'], /\/(?:fi\/aloite|sv\/initiativ|api\/v1\/initiatives)\/([1-9]\d{0,9})/u),
    history: rulebook.finland,
    // The delay of a new signature is not documented. Five minutes are our choice, to be safe.
    lagMinutes: 5,
    refreshMinutes: 1,
    hasList: true,
    reader: async () => (await import('./platforms/finland.ts')).finland,
  },
  estonia: {
    title: 'Rahvaalgatus, Estonia',
    baseUrl: 'https://rahvaalgatus.ee',
    id: {
      pattern: /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[1-9]\d{0,9})$/,
      example: '92cc16ee-107e-4208-b92c-2ffed24d4f4b',
    },
    sample: '92cc16ee-107e-4208-b92c-2ffed24d4f4b',
    idOf: idFromPage(
      ['rahvaalgatus.ee'],
      /\/initiatives\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/u,
      /\/initiatives\/([1-9]\d{0,9})(?:-[^/?]*)?/u,
    ),
    history: rulebook.estonia,
    // It counts its database at each request (its source, 2026-08). Five minutes are our choice, to be safe.
    lagMinutes: 5,
    refreshMinutes: 1,
    hasList: true,
    reader: async () => (await import('./platforms/estonia.ts')).estonia,
  },
  'korea-assembly': {
    title: 'National Assembly of Korea',
    baseUrl: 'https://petitions.assembly.go.kr',
    id: { pattern: /^[0-9A-F]{32}$/, example: '14CBAF8CE5733410E064B49691C1987F' },
    sample: '14CBAF8CE5733410E064B49691C1987F',
    idOf: idFromPage(['petitions.assembly.go.kr'], /\/(?:[A-Za-z]+\/){2}([0-9A-F]{32})/u),
    history: rulebook['korea-assembly'],
    // Programs that requested it every three seconds saw it change (2024). Its delay is not documented.
    lagMinutes: 5,
    refreshMinutes: 1,
    hasList: true,
    reader: async () => (await import('./platforms/korea-assembly.ts')).koreaAssembly,
  },
  'change-org': {
    title: 'Change.org',
    baseUrl: 'https://www.change.org',
    id: { pattern: /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]{0,127}$/u, example: 'save-the-village-green' },
    sample: 'mayor-jacob-frey-justice-for-george-floyd',
    idOf: idFromPage(['change.org'], /\/p\/([\p{L}\p{N}][\p{L}\p{M}\p{N}_-]{0,127})/u),
    history: rulebook['change-org'],
    // Nothing is documented. It was not made for us: we request it every five minutes at most.
    lagMinutes: 10,
    refreshMinutes: 5,
    reader: async () => (await import('./platforms/change-org.ts')).changeOrg,
  },
  'action-network': {
    title: 'Action Network',
    baseUrl: 'https://actionnetwork.org',
    id: { pattern: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, example: 'd32fcdd6-7366-466d-a3b8-7e0d87c3cd8b' },
    history: rulebook['action-network'],
    // `total_signatures` is computed at each request. Its delay is not documented.
    lagMinutes: 5,
    refreshMinutes: 1,
    // The petitions of the group to which the key belongs.
    hasList: true,
    reader: async () => (await import('./platforms/action-network.ts')).actionNetwork,
  },
  brazil: {
    title: 'e-Cidadania, Brazil',
    baseUrl: 'https://www12.senado.leg.br',
    id: { pattern: /^[1-9]\d{0,9}$/, example: '202686' },
    sample: '80429',
    idOf: idFromPage(['www12.senado.leg.br'], /\/ecidadania\/visualizacaoideia\?(?:.*&)?id=([1-9]\d{0,9})/u),
    history: rulebook.brazil,
    // Nothing is documented, and its pages are slow (2026-07): we request them every fifteen minutes at most.
    lagMinutes: 15,
    refreshMinutes: 15,
    hasList: true,
    reader: async () => (await import('./platforms/brazil.ts')).brazil,
  },
  petities: {
    title: 'petities.nl',
    baseUrl: 'https://petities.nl',
    id: { pattern: petitiesId, example: 'meer-bankjes-in-het-park' },
    sample: 'borstkankeronderzoek-vervroegen',
    idOf: (page) => {
      const id = idFromPage(['petities.nl'], /\/petiti(?:ons|e)\/([a-z0-9_-]{1,200})/u)(page);
      return id !== undefined && petitiesId.test(id) ? id : undefined;
    },
    // A number, and the short name of a petition, lead to its slug.
    adviceOn: ({ host, pathname }) =>
      /^\/petiti(?:ons|e)\/\d+\/?$/.test(host.replace(/^(?:www\.)?petities\.nl$/, '') + pathname) ||
      (/^(?!www\.)[a-z0-9-]+\.petities\.nl$/.test(host) && pathname === '/')
        ? 'leads to the page of a petition; its address is the one that the browser shows there, such as https://petities.nl/petitions/meer-bankjes-in-het-park'
        : undefined,
    history: rulebook.petities,
    // It counts as people confirm (its source, 2024-12). Five minutes are our choice, to be safe.
    lagMinutes: 5,
    refreshMinutes: 5,
    hasList: true,
    reader: async () => (await import('./platforms/petities.ts')).petities,
  },
  'new-zealand': {
    title: 'New Zealand Parliament',
    baseUrl: 'https://petitions.parliament.nz',
    id: { pattern: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, example: '0f0e0d0c-1111-4222-8333-444455556666' },
    idOf: (page) =>
      idFromPage(
        ['petitions.parliament.nz'],
        /\/([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})/u,
      )(page)?.toLowerCase(),
    history: rulebook['new-zealand'],
    // Programs request it every minute (as of 2026-11). Its delay is not documented.
    lagMinutes: 5,
    refreshMinutes: 5,
    reader: async () => (await import('./platforms/new-zealand.ts')).newZealand,
  },
  openpetition: {
    title: 'openPetition',
    baseUrl: 'https://www.openpetition.de',
    id: { pattern: /^[a-z0-9][a-z0-9-]{0,199}$/, example: 'baenke-in-parks' },
    sample: 'anerkennung-von-open-source-arbeit-als-ehrenamt-in-deutschland',
    idOf: idFromPage(['openpetition.de'], /\/(?:[a-z]{2}\/)?petition\/[a-z]+\/([a-z0-9][a-z0-9-]{0,199})/u),
    history: rulebook.openpetition,
    // Nothing is documented. We request it every fifteen minutes at most (its robots.txt: one request a second).
    lagMinutes: 15,
    refreshMinutes: 15,
    reader: async () => (await import('./platforms/openpetition.ts')).openPetition,
  },
  'eu-eci': {
    title: 'European Citizens’ Initiative',
    baseUrl: 'https://register.eci.ec.europa.eu',
    id: { pattern: /^20\d{2}\/\d{6}$/, example: '2024/000007' },
    sample: '2012/000003',
    idOf: idFromPage(['citizens-initiative.europa.eu'], /\/initiatives\/details\/(20\d{2}\/\d{6})(?:_[a-z]{2})?/u),
    // Its number is that of the collection system.
    adviceOn: ({ host, pathname }) =>
      host === 'eci.ec.europa.eu' && /^\/\d{3,4}\//.test(pathname)
        ? 'is where people sign; the petition is named by its page at citizens-initiative.europa.eu, such as https://citizens-initiative.europa.eu/initiatives/details/2024/000007_en'
        : undefined,
    history: rulebook['eu-eci'],
    // The counter counts at once, and has answered 429 under load. Its cache time is not documented.
    lagMinutes: 5,
    refreshMinutes: 1,
    hasList: true,
    reader: async () => (await import('./platforms/eu-eci.ts')).euEci,
  },
  italy: {
    title: 'Firmereferendum, Italy',
    baseUrl: 'https://firmereferendum.giustizia.it',
    id: { pattern: /^[1-9]\d{0,9}$/, example: '990001' },
    sample: '5400034',
    idOf: idFromPage(
      ['firmereferendum.giustizia.it', 'pnri.firmereferendum.giustizia.it'],
      /\/referendum\/open\/dettaglio-open\/([1-9]\d{0,9})/u,
    ),
    history: rulebook.italy,
    // Its count moves within the day; an archive asks six times a day. How old it may be is not documented: an hour.
    lagMinutes: 60,
    refreshMinutes: 60,
    hasList: true,
    reader: async () => (await import('./platforms/italy.ts')).italy,
  },
  denmark: {
    title: 'Borgerforslag, Denmark',
    baseUrl: 'https://www.borgerforslag.dk',
    id: { pattern: /^FT-\d{3,7}$/, example: 'FT-09901' },
    sample: 'FT-00124',
    idOf: idFromPage(['borgerforslag.dk'], /\/se-og-stoet-forslag\/?\?(?:.*&)?[Ii]d=(FT-\d{3,7})/u),
    history: rulebook.denmark,
    // Nothing is documented. It was not made for us: we request it every ten minutes at most.
    lagMinutes: 10,
    refreshMinutes: 10,
    hasList: true,
    reader: async () => (await import('./platforms/denmark.ts')).denmark,
  },
  // Pages for people again, and an API without a description, both of which have refused programs: every five minutes at most.
  ukraine: {
    title: 'President of Ukraine',
    baseUrl: 'https://petition.president.gov.ua',
    id: { pattern: /^[1-9]\d{0,9}$/, example: '990001' },
    sample: '146508',
    idOf: idFromPage(['petition.president.gov.ua'], /\/petition\/([1-9]\d{0,9})/u),
    history: rulebook.ukraine,
    lagMinutes: 5,
    refreshMinutes: 5,
    hasList: true,
    reader: async () => (await import('./platforms/ukraine.ts')).ukraine,
  },
  'ukraine-cabinet': {
    title: 'Cabinet of Ministers of Ukraine',
    baseUrl: 'https://petition.kmu.gov.ua',
    id: { pattern: /^[1-9]\d{0,9}$/, example: '990001' },
    sample: '10515',
    idOf: idFromPage(['petition.kmu.gov.ua'], /\/kmu\/petition\/([1-9]\d{0,9})/u),
    history: rulebook['ukraine-cabinet'],
    lagMinutes: 5,
    refreshMinutes: 5,
    reader: async () => (await import('./platforms/ukraine-cabinet.ts')).ukraineCabinet,
  },
  // Pages for people: every five minutes at most.
  decidim: {
    title: 'Decidim',
    ...decidimEntry,
    sample: 'petitions.senat.fr/i-416',
    lagMinutes: 5,
    refreshMinutes: 5,
    hasList: true,
    reader: async () => (await import('./platforms/decidim.ts')).decidim,
  },
  luxembourg: {
    title: 'Chamber of Deputies of Luxembourg',
    baseUrl: 'https://www.petitiounen.lu',
    id: { pattern: /^[1-9]\d{0,9}$/, example: '990001' },
    sample: '380',
    idOf: idFromPage(['petitiounen.lu', 'petitions.lu'], /(?:\/(?:fr|de|en|lb))?\/petition\/([1-9]\d{0,9})/u),
    history: rulebook.luxembourg,
    // Nothing is documented, and its data are behind a test: we request its pages every fifteen minutes at most.
    lagMinutes: 15,
    refreshMinutes: 15,
    reader: async () => (await import('./platforms/luxembourg.ts')).luxembourg,
  },
} as const satisfies Record<string, Source>;

export type SourceName = keyof typeof sources;

/** Sources for any page that an entry of the config describes, with rules of its own. */
interface CustomSource {
  /** The ids that the config may use. */
  readonly id: Source['id'];
  readonly readerFor: (recipe: ExtractionRecipe) => Promise<Reader>;
}

const customId = { pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, example: 'village-green' };

export const customSources = {
  json: { id: customId, readerFor: async (recipe) => (await import('./custom/json.ts')).jsonReader(recipe) },
  html: { id: customId, readerFor: async (recipe) => (await import('./custom/html.ts')).htmlReader(recipe) },
} as const satisfies Record<string, CustomSource>;

export type CustomSourceName = keyof typeof customSources;

/** The names that can be before the slash in the name of a petition. */
export const sourceNames: readonly string[] = [...Object.keys(sources), ...Object.keys(customSources)];

/** What people call a source: `UK Parliament`; for any other, its name. */
export const sourceTitle = (source: string): string =>
  Object.entries(sources).find(([name]) => name === source)?.[1].title ?? source;

/** The pattern of the ids of a source; undefined for an unknown source. */
export const idFormatOf = (source: string): Source['id'] | undefined =>
  Object.entries<Pick<Source, 'id'>>({ ...sources, ...customSources }).find(([name]) => name === source)?.[1].id;
