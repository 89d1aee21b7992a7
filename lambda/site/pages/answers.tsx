/** Who answers, and how late: the figures of each authority, and the petitions behind each figure. */
import { Fragment } from 'preact';
import {
  commitmentNotes,
  conventionMark,
  isDuty,
  owedVerb,
  pastDate,
  responseState,
  type Commitment,
} from '../../../src/notifications/response-wording.ts';
import { capitalize } from '../../../src/format.ts';
import { commitments } from '../../../src/domain/response-terms.ts';
import { sourceTitle } from '../../../src/sources/registry.ts';
import { answerOutcomes, type AnswerCase, type AnswerOutcome } from '../../../src/domain/status-fields.ts';
import {
  answeredCases,
  answerFigures,
  answerGroups,
  atPercentile,
  casesWith,
  fewestForMedian,
  type AnswerGroup,
  type AnswerSlice,
} from '../../../src/status/answers.ts';
import type { SiteFile } from '../site-file.ts';
import { paths, petitionPath } from '../paths.ts';
import type { Overview, SiteContext } from '../view-model.ts';
import { FiguresTable } from './figures-table.tsx';
import { pageFile, linkFrom, type LinkTo } from './layout.tsx';
import { Time, Title } from './components.tsx';
import { countText, numberText, titleText } from './site-format.ts';

export const answersTitle = 'Who answers, and how late';

/** What a date is worth, as a heading. */
export const commitmentHeadings = {
  statute: 'due by law',
  promise: 'promised',
  convention: 'expected by convention',
} as const;

export function answersPage({ answers, petitions }: Overview, site: SiteContext): SiteFile {
  const to = linkFrom({ path: paths.answers, site });
  const groups = answerGroups(answers);
  const zones = new Map(petitions.map(({ status }) => [status.petition, status.timeZone]));
  const context = { site, to, zoneOf: (petition: string) => zones.get(petition) ?? site.timeZone };
  const slices = groups.flatMap((group) => slicesOf(group));
  return pageFile({
    path: paths.answers,
    site,
    title: answersTitle,
    description: `How many responses are owed, how many came in time, and how long they took: ${countText(answers.length, 'petition', site)}, by authority and year.`,
    alternates: [
      { title: 'Answers (JSON)', path: paths.answersJson },
      { title: 'Answers (CSV)', path: paths.answersCsv },
    ],
    children: (
      <>
        <header class="lead">
          <h1>{answersTitle}</h1>
          <p class="standfirst">
            Each figure counts petitions that are watched now, and leads to them. Their pages have the evidence. What is
            due by law, what is promised and what is only expected are never added up.
          </p>
        </header>
        {groups.length === 0 && <p class="none">No response has been owed yet.</p>}
        {commitments.map((commitment) => (
          <OfCommitment
            key={commitment}
            commitment={commitment}
            groups={groups.filter((one) => one.commitment === commitment)}
            {...context}
          />
        ))}
        <HowCounted {...context} />
        {slices.length > 0 && (
          <section class="behind" aria-labelledby="behind">
            <h2 id="behind">The petitions behind the figures</h2>
            {slices.map((slice) => (
              <Behind key={slice.id} slice={slice} {...context} />
            ))}
          </section>
        )}
      </>
    ),
  });
}

interface Context {
  readonly site: SiteContext;
  readonly to: LinkTo;
  readonly zoneOf: (petition: string) => string;
}

interface PageSlice extends AnswerSlice {
  readonly id: string;
  readonly title: string;
  readonly commitment: Commitment;
}

/** All of an authority, then each year, then each department. */
function slicesOf({ commitment, source, authority, cases, years, departments }: AnswerGroup): PageSlice[] {
  const title = `${capitalize(authority)} (${sourceTitle(source)})`;
  const id = idOf(commitment, source, authority);
  const part = (kind: string, { name, cases }: AnswerSlice): PageSlice => ({
    id: idOf(id, kind, name),
    name: capitalize(name),
    title: `${title}, ${name}`,
    commitment,
    cases,
  });
  const [first, ...others] = years;
  // One year alone is all there is, and needs no row of its own.
  const isOneYear = first !== undefined && others.length === 0;
  return [
    { id, name: isOneYear ? `All, of ${first.name}` : 'All', title, commitment, cases },
    ...(isOneYear ? [] : years.map((one) => part('year', one))),
    ...departments.map((one) => part('department', one)),
  ];
}

/** Made of names and not of numbers, so that a link to it lasts. */
const idOf = (...names: readonly string[]): string => names.join('-').replace(/[^\p{L}\p{N}]+/gu, '-');
const listId = ({ id }: PageSlice, outcome: AnswerOutcome): string => idOf(id, outcome);

/** The outcomes in words; a convention that has passed is never called late or overdue. */
function outcomeWords(outcome: AnswerOutcome, commitment: Commitment): string {
  if (outcome === 'met') return 'Answered in time';
  if (outcome === 'uncertain') return 'Answered, perhaps not in time';
  if (outcome === 'due') return 'Pending';
  return capitalize(responseState(outcome, commitment));
}

interface OfCommitmentProps extends Context {
  readonly commitment: Commitment;
  readonly groups: readonly AnswerGroup[];
}

function OfCommitment({ commitment, groups, ...context }: OfCommitmentProps) {
  if (groups.length === 0) return null;
  return (
    <section class="answers" aria-labelledby={commitment}>
      <h2 id={commitment}>{capitalize(commitmentHeadings[commitment])}</h2>
      <p class="fine">{commitmentNotes[commitment]}</p>
      {groups.map((group) => (
        <GroupTable key={`${group.source} ${group.authority}`} group={group} {...context} />
      ))}
    </section>
  );
}

const dayColumns = ['Median, days', 'Nine in ten within, days', 'Longest, days'] as const;

function GroupTable({ group, ...context }: Context & { readonly group: AnswerGroup }) {
  const { commitment, authority, source, cases } = group;
  const shown = answerOutcomes.filter((outcome) => outcome !== 'uncertain' || casesWith(cases, outcome).length > 0);
  const columns = ['Owed', ...shown.map((outcome) => outcomeWords(outcome, commitment)), ...dayColumns];
  return (
    <FiguresTable
      caption={
        <>
          <b>{capitalize(authority)}</b> ({sourceTitle(source)})
        </>
      }
      first="Petitions"
      columns={columns}
    >
      {slicesOf(group).map((slice) => (
        <Row key={slice.id} {...{ slice, shown, columns }} {...context} />
      ))}
    </FiguresTable>
  );
}

interface RowProps extends Context {
  readonly slice: PageSlice;
  readonly shown: readonly AnswerOutcome[];
  /** On a phone each figure stands below its own label. */
  readonly columns: readonly string[];
}

function Row({ slice, shown, columns, site, to }: RowProps) {
  const figures = answerFigures(slice.cases);
  const answers = answeredCases(slice.cases);
  const days = [atPercentile(answers, 50), atPercentile(answers, 90), answers.at(-1)];
  const cells: { number: number | undefined; href: string | undefined }[] = [
    { number: figures.owed, href: `#${slice.id}` },
    ...shown.map((outcome) => ({
      number: figures[outcome],
      href: figures[outcome] === 0 ? undefined : `#${listId(slice, outcome)}`,
    })),
    // The days are those of one petition.
    ...days.map((one) => ({ number: one?.days, href: one && caseLink(one, to) })),
  ];
  return (
    <tr>
      <th scope="row">{slice.name}</th>
      {cells.map(({ number, href }, index) => (
        <td key={columns[index]} class={href === undefined ? 'n nothing' : 'n'} data-label={columns[index]}>
          {href === undefined ? (number ?? '–') : <a href={href}>{numberText(number ?? 0, site)}</a>}
        </td>
      ))}
    </tr>
  );
}

const caseLink = ({ petition, threshold }: AnswerCase, to: LinkTo): string =>
  `${to(petitionPath(petition, 'html'))}#threshold-${threshold}`;

function HowCounted({ site, to }: Context) {
  const { answeredOf = [] } = site;
  return (
    <section class="counting" aria-labelledby="counting">
      <h2 id="counting">How this is counted</h2>
      <p>
        Only petitions that are watched now are counted. Those that are not watched any more keep their pages, and are
        not in these figures. So the figures describe what this site watches, and not all petitions of an authority.
      </p>
      {answeredOf.length > 0 && (
        <p>
          Of {answeredOf.map(sourceTitle).join(' and ')}, the platform’s lists of answered petitions are read. A
          petition that is over and was never answered is on none of them. So these figures say how late answers came,
          and not how many never came.
        </p>
      )}
      <p>
        A petition counts once, from the day on which the time for its response began. The year is that of this day. An
        answer that came before is not counted. Platforms are in the order of their names, which is no ranking.
        Departments are shown where the platform names them.
      </p>
      <p>
        Days are whole days of the calendar, until the answer. The median is the petition in the middle: half took no
        longer. It is shown from {numberText(fewestForMedian, site)} answers on, and so is the number of days within
        which nine in ten were answered. What is still pending is in neither. A dash means that there are too few
        answers, or that the platform names the day itself and nothing says from when to count.
      </p>
      <p>
        “Perhaps not in time” means that the answer has no timestamp, or that the date may have been later. What may be
        due later is pending, however long it takes. A threshold that was met, though not certainly, is counted, and the
        list says so. A convention is never called overdue.{' '}
        <a href={`${to(paths.subscribe)}#verdicts`}>How to read a verdict</a>
      </p>
      <p>
        Every petition behind the figures is in the <a href={to(paths.answersCsv)}>CSV</a> and the{' '}
        <a href={to(paths.answersJson)}>JSON</a>.
      </p>
    </section>
  );
}

/** No landmarks: there may be hundreds. */
const Behind = ({ slice, ...context }: Context & { readonly slice: PageSlice }) => (
  <>
    <h3 id={slice.id}>{slice.title}</h3>
    {answerOutcomes
      .filter((outcome) => casesWith(slice.cases, outcome).length > 0)
      .map((outcome) => (
        <Fragment key={outcome}>
          <h4 id={listId(slice, outcome)}>{outcomeWords(outcome, slice.commitment)}</h4>
          <ul>
            {casesWith(slice.cases, outcome).map((one) => (
              <li key={one.petition}>
                <a href={caseLink(one, context.to)}>
                  <Title>{titleText(one)}</Title>
                </a>{' '}
                <small>
                  <CaseText one={one} {...context} />
                  {!one.certain && '; it is not certain that the threshold was met'}
                </small>
              </li>
            ))}
          </ul>
        </Fragment>
      ))}
  </>
);

/** `answered after 45 days, 24 days after the date expected by convention` */
function CaseText({ one, site, zoneOf }: Context & { readonly one: AnswerCase }) {
  const { commitment, answered, days, daysLate, deadline, laterIf } = one;
  if (daysLate !== null) {
    const late = daysLate === 0 ? 'less than a day' : countText(daysLate, 'day', site);
    const past = pastDate(commitment, answered === null ? 'overdue' : 'late');
    return (
      <>
        {answered !== null && days !== null && `answered after ${countText(days, 'day', site)}, `}
        <span class={isDuty(commitment) ? 'past' : undefined}>
          {late} {past}
        </span>
      </>
    );
  }
  if (answered !== null) return <>{days === null ? 'answered' : `answered after ${countText(days, 'day', site)}`}</>;
  return (
    <>
      {owedVerb(commitment)} by <Time at={deadline} zone={zoneOf(one.petition)} site={site} style="day" />
      {laterIf !== null && ' or later'}
      {conventionMark(commitment)}
    </>
  );
}
