/** Petitions in every state that a feed distinguishes. */
import { at, rules, Story, ukParliament, weThePeople } from '../../domain/story.ts';
import { namedStory, type NamedStory } from './view.ts';

const opened = at('2026-03-01T10:00:00Z');
const response = at('2026-04-01T08:30:00Z');
const stamps = { response, debate: null };
const uk = (title: string): Story =>
  ukParliament().sees('2026-03-01T11:00:00Z', 900, {
    title,
    url: 'https://petition.parliament.uk/petitions/700001',
    opened,
  });
const answerAt = (time: string) => ({ at: at(time), url: 'https://petition.parliament.uk/petitions/700004/response' });

/** The time of the feeds. */
export const now = at('2026-04-27T07:00:00Z');

/**
 * The deadline of an answer to a petition that was stamped on 1 April is the end of 22 April, by the clocks of London.
 */
export const stories = {
  open: uk('Free the stamps').sees('2026-04-27T06:00:00Z', 8_123),
  due: uk('Answer me').sees('2026-04-20T08:32:00Z', 12_000, {
    stamps: { response: at('2026-04-20T08:30:00Z'), debate: null },
  }),
  overdue: uk('Hear us').sees('2026-04-01T08:32:00Z', 10_003, { stamps }).sees('2026-04-27T06:00:00Z', 10_103),
  answered: uk('Heard')
    .sees('2026-04-01T08:32:00Z', 10_003, { stamps })
    .sees('2026-04-20T06:00:00Z', 10_103, { answer: answerAt('2026-04-19T15:00:00Z') }),
  late: uk('Heard at last')
    .sees('2026-04-01T08:32:00Z', 10_003, { stamps })
    .sees('2026-04-25T06:00:00Z', 10_103, { answer: answerAt('2026-04-24T15:00:00Z') }),
  closedEarly: uk('Rejected').sees('2026-04-02T08:32:00Z', 950, {
    signing: { open: false, at: at('2026-04-02T08:00:00Z'), reason: 'rejected' },
  }),
  gone: uk('Lost').misses('2026-04-03T08:32:00Z', true),
  missed: new Story({ history: rules({ timeZone: 'America/New_York' }) })
    .sees('2026-03-01T11:00:00Z', 50, { title: 'Too few', opened })
    .sees('2026-04-01T11:00:00Z', 70),
  promised: weThePeople()
    .sees('2026-04-20T16:00:00Z', 99_100, { title: 'Pardon us', opened: at('2026-04-19T10:00:00Z') })
    .sees('2026-04-20T17:00:00Z', 100_412),
} satisfies Record<string, Story>;

export const all: readonly NamedStory[] = Object.entries(stories).map(([name, story]) =>
  namedStory(story, `uk-parliament/${name}`),
);
