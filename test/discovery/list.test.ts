import { listCosts } from './list-costs.ts';

test('a list of 60 petitions costs its three pages an hour, and nothing else', () => listCosts(60));
