/** `answers.csv` and `answers.json`: who answers, and how late. They change only when something happens. */
import { stringify } from 'csv-stringify/sync';
import { answerFigures, answerGroups, type AnswerSlice } from '../../../src/status/answers.ts';
import type { SiteFile } from '../site-file.ts';
import { paths } from '../paths.ts';
import type { Overview, SiteContext } from '../view-model.ts';
import { petitionUrl } from './identifiers.ts';
import type { AnswersFile } from './schema.ts';

export function answersFeeds({ answers }: Overview, site: SiteContext): SiteFile[] {
  // The days of what is not answered are left out, as they change every day.
  const cases = answers.map((one) => ({
    ...one,
    ...(one.answered === null && { days: null, daysLate: null }),
    page: petitionUrl(one.petition, 'html', site),
  }));
  const figures = ({ name, cases }: AnswerSlice) => ({ name, ...answerFigures(cases) });
  const file: AnswersFile = {
    format: 'petition-threshold-monitor/answers',
    version: 1,
    site: { title: site.title, url: site.url },
    groups: answerGroups(answers).map(({ cases, years, departments, ...group }) => ({
      ...group,
      ...answerFigures(cases),
      years: years.map(figures),
      departments: departments.map(figures),
    })),
    cases,
  };
  return [
    { path: paths.answersJson, body: JSON.stringify(file) },
    {
      path: paths.answersCsv,
      // Titles are text from strangers: a spreadsheet must not take one for a formula.
      body: stringify(
        cases.map((one) => [
          one.commitment,
          one.source,
          one.authority,
          one.department,
          one.petition,
          one.title,
          one.threshold,
          one.certain,
          one.owedSince.toString(),
          one.deadline.toString(),
          one.laterIf,
          one.outcome,
          one.answered?.toString(),
          one.days,
          one.daysLate,
          one.page,
        ]),
        { header: true, columns: csvColumns, escape_formulas: true },
      ),
    },
  ];
}

const csvColumns = [
  'commitment',
  'source',
  'authority',
  'department',
  'petition',
  'title',
  'threshold',
  'certain',
  'owed_since',
  'deadline',
  'later_if',
  'outcome',
  'answered',
  'days',
  'days_late',
  'page',
];
