/** What `-c` says of a deploy. */
import { parseDashboardFlag, parseStage } from '../../cli/stage.ts';
import { BadInput } from '../../src/validation.ts';

test('the stage is prod, unless it is dev', () => {
  expect([parseStage(undefined), parseStage('dev')]).toEqual(['prod', 'dev']);
  expect(() => parseStage('test')).toThrow(BadInput);
});

test('there is a dashboard when it is asked for, on the command line or in cdk.json', () => {
  expect([undefined, 'false', false].map(parseDashboardFlag)).toEqual([false, false, false]);
  expect(['true', true].map(parseDashboardFlag)).toEqual([true, true]);
});

test('a dashboard that is neither asked for nor refused is a fault that names a good value', () => {
  expect(() => parseDashboardFlag('yes')).toThrow(/-c dashboard.*"true" or "false", such as -c dashboard=true/s);
});
