/** Objects that people write: an unknown key is a mistake, and the error names the known ones. */
import * as z from 'zod/mini';
import { suggestion } from './closest-name.ts';

/**
 * `otherwise` is the error for a value that is not an object, with a good value. `elsewhere` has what to say about keys that
 * belong somewhere else.
 */
export const strictObject = <Shape extends z.core.$ZodShape>(
  shape: Shape,
  otherwise?: string,
  elsewhere: ReadonlyMap<string, string> = new Map(),
): z.ZodMiniObject<Shape, z.core.$strict> =>
  z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return otherwise;
      const names = Object.keys(shape);
      // A line for each key, which `faultsOf` in validation.ts takes apart.
      return issue.keys
        .map(
          (key) =>
            elsewhere.get(key) ??
            `is not a setting here; ${suggestion(key, names, `there are ${names.join(', ') || 'none'}`)}`,
        )
        .join('\n');
    },
  });
