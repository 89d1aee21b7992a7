import { fuzz } from './fuzz.ts';

test('whatever is sent, in whatever form, is no reading, or the true count', () => fuzz(40));
