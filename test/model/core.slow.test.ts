import { tellsTheSame } from './core.ts';

test('of four thousand histories the core tells what the rules say, when, and how it is known', () =>
  tellsTheSame(4_000));
