/** Objects that people write: a key that is not known is a mistake, and the error names the ones that are. */
import * as z from 'zod/mini';

export const strictObject = <Shape extends z.core.$ZodShape>(shape: Shape): z.ZodMiniObject<Shape, z.core.$strict> =>
  z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined;
      return `is not a setting here; there are ${Object.keys(shape).join(', ')}`;
    },
  });
