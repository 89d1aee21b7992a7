import { tellsAsTheReference } from './handler.ts';

test('nothing is lost, nothing false and nothing told twice as two, in 44 random stories', () =>
  tellsAsTheReference(44));
