/** Followers: what each choice is told of. */
import { alertNames, mainAlerts } from '../../src/domain/alerts.ts';
import { isChosen } from '../../src/domain/followers.ts';

test('who chose the main alerts gets these four; who chose all gets all', () => {
  expect(alertNames.filter((alert) => isChosen('main', { alert }))).toEqual([...mainAlerts]);
  expect(alertNames.filter((alert) => isChosen('all', { alert }))).toEqual([...alertNames]);
});
