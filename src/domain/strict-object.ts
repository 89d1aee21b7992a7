/** Objects that people write: a key that is not known is a mistake, and the error names the ones that are. */
import * as z from 'zod/mini';

/** `otherwise` is said of what is no object at all, with a good one. */
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
