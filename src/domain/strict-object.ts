/** Objects that people write: an unknown key is a mistake, and the error names the known ones. */
import * as z from 'zod/mini';

/** `otherwise` is the error for a value that is not an object, with a good value. */
export const strictObject = <Shape extends z.core.$ZodShape>(
  shape: Shape,
  otherwise?: string,
): z.ZodMiniObject<Shape, z.core.$strict> =>
  z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return otherwise;
      return `is not a setting here; there are ${Object.keys(shape).join(', ')}`;
    },
  });
