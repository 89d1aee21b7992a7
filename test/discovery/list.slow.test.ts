import { listCosts } from './list-costs.ts';

test('a list of 2,500 petitions costs its hundred pages an hour, and nothing else', () => listCosts(2_500));
