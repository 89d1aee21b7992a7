/** The German Bundestag: its pages, and what is read from them. */
import { written, type Contract } from './contract.ts';

export const shown = (count: string): string =>
  `<body><p>Quorum 30.000</p><dl><dt>Anzahl Online-Mitzeichnungen</dt><dd>${count}</dd>
   <dt>Anzahl Diskussionsbeiträge</dt><dd>9</dd></dl></body>`;

export const contract: Contract = {
  now: '2024-11-20T12:00:00Z',
  open: {
    bodies: (count) => ({ '/petitionen/_2024/_10/_20/Petition_173674.nc.html': shown(written(count, 'de')) }),
    sees: { signatures: 12_345 },
    required: [],
  },
  others: {},
  lacks: {
    closed: 'where its page says so has not been seen',
    deadline:
      'where its page has it has not been seen; worked out by the rules where the config says when signing began',
    answer: 'the rules owe none by a time',
    list: 'its list is made of pages for people, which are not read',
  },
};
