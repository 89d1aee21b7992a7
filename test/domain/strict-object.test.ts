/** What an object says of a setting that it does not have. */
import * as z from 'zod/mini';
import { strictObject } from '../../src/domain/strict-object.ts';

const said = (shape: z.core.$ZodLooseShape): string | undefined =>
  z.safeParse(strictObject(shape), { every: 1 }).error?.issues[0]?.message;

test('an object names the settings that it has, or says that there are none', () => {
  expect(said({ at: z.optional(z.string()) })).toMatch(/^is not a setting here; .*at/);
  expect(said({})).toBe('is not a setting here; there are none');
});

test('what is no object gets an error with a good value', () => {
  const schema = strictObject({}, 'must be an object, such as {}');
  expect(z.safeParse(schema, 'text').error?.issues[0]?.message).toBe('must be an object, such as {}');
});
