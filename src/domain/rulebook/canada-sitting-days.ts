/**
 * When the Canadian House of Commons sits. The Speaker tables the calendar of the next year by 30 September (Standing
 * Order 28). The House may change it by a motion, and a prorogation or a dissolution ends it. So a calendar is entered
 * as published, with its source, and for the days that it covers; each new one is an entry more.
 */
import type { DayCalendar } from '../day-calendar.ts';

export const canadaSittingDays: DayCalendar = {
  // Standing Order 24: no sittings on Saturdays and Sundays.
  never: [6, 7],
  published: [
    {
      from: '2021-01-01',
      until: '2021-06-16',
      sits: [
        ['2021-01-25', '2021-02-05'],
        ['2021-02-16', '2021-02-26'],
        ['2021-03-08', '2021-03-12'],
        ['2021-03-22', '2021-03-26'],
        ['2021-04-12', '2021-04-30'],
        ['2021-05-03', '2021-05-14'],
        ['2021-05-25', '2021-06-16'],
      ],
      source: 'ourcommons.ca/en/sitting-calendar/2021',
    },
  ],
};
