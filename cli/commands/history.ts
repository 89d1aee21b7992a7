/** `petition-monitor history`: the record of one petition. */
import { BadInput } from '../../src/validation.ts';
import { readingsCsv, recordedReadings } from '../../lambda/site/readings-csv.ts';
import { AlertLog } from '../../src/storage/alert-log.ts';
import { PetitionRepository } from '../../src/storage/petition-repository.ts';
import { historyText } from '../data/history-text.ts';
import { withTable, type TableOptions } from '../open-table.ts';

export interface HistoryOptions extends TableOptions {
  readonly csv?: boolean;
}

/** @throws {BadInput} when the table has no such petition. */
export async function history(name: string, { csv = false, ...where }: HistoryOptions): Promise<void> {
  const { stored, counts, alerts } = await withTable(where, async (table) => {
    const store = new PetitionRepository(table.client, table.name);
    const alerts = await new AlertLog(table.client, table.name).forPetition(name);
    return { stored: await store.load(name), counts: await store.counts(name), alerts };
  });
  if (stored === undefined) {
    const message =
      'is not a petition in the table; a good value is "uk-parliament/700143", and `status` lists all petitions';
    throw new BadInput(name, [{ path: '', message }]);
  }
  const readings = recordedReadings(stored.petition, counts);
  process.stdout.write(csv ? readingsCsv(readings) : historyText(stored.petition, alerts, readings));
}
