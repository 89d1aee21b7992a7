import { tellsAsTheReference } from './handler.ts';

test('nothing is lost, nothing false and nothing told twice as two, in forty random stories', () =>
  tellsAsTheReference(40));
