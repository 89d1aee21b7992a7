import { oneOfEachWhenever } from './samples.ts';

test('at 54 instants there is one of each alert that the rules can make, seen then', () => oneOfEachWhenever(54));
