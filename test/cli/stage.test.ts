/** What `-c` says of a deploy. */
import { dashboardOf, stageOf } from '../../cli/stage.ts';
import { BadInput } from '../../src/validation.ts';

test('the stage is prod, unless it is dev', () => {
  expect([stageOf(undefined), stageOf('dev')]).toEqual(['prod', 'dev']);
  expect(() => stageOf('test')).toThrow(BadInput);
});

test('there is a dashboard when it is asked for, on the command line or in cdk.json', () => {
  expect([undefined, 'false', false].map(dashboardOf)).toEqual([false, false, false]);
  expect(['true', true].map(dashboardOf)).toEqual([true, true]);
});

test('a dashboard that is neither asked for nor refused is a fault that names a good value', () => {
  expect(() => dashboardOf('yes')).toThrow(/-c dashboard.*"true" or "false", such as -c dashboard=true/s);
});
