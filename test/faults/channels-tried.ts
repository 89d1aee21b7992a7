/** The tests of some faults of channels. `GUARANTEE=write` writes what they measure into docs/guarantee.md. */
import { channelFaultNames, measureFault, type ChannelFault, type ChannelRow } from './channels.ts';
import { channelsOnPaper, writeChannels } from './paper.ts';

export function channelsTried(faults: readonly ChannelFault[]): void {
  const rows: ChannelRow[] = [];

  test.each(faults)('each alert reaches each channel, or its operators hear of it: $name', async (fault) => {
    const row = await measureFault(fault);
    rows.push(row);
    expect(row.broken).toEqual([]);
  });

  test('docs/guarantee.md shows what was measured', () => {
    if (process.env.GUARANTEE === 'write') writeChannels(rows, channelFaultNames);
    const names = faults.map(({ name }) => name);
    // Minutes have their limit in each fault: they may differ by one where channels wait for each other's turns.
    const numbers = ({ fault, tally }: Pick<ChannelRow, 'fault' | 'tally'>) => ({
      fault,
      ...tally,
      minutes: undefined,
    });
    expect(rows.map(numbers)).toEqual(
      channelsOnPaper()
        .filter(({ fault }) => names.includes(fault))
        .map(numbers),
    );
  });
}
