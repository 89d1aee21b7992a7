/**
 * petitions.json where people write it (synth, check, start). Beyond the schema it is checked for faults that only big
 * libraries find. The functions do not load these.
 */
import * as z from 'zod/mini';
import { parse } from '../validation.ts';
import { configSchema, type Config } from './config.ts';
import { invalidExpressions } from './invalid-expressions.ts';
import { parseJsonText } from './json-text.ts';
import { phoneNumberFault } from './phone-number.ts';

const recipients = z.catch(
  z.array(z.catch(z.object({ sms: z.string().check(z.regex(/^\+[1-9]\d{6,14}$/)) }), { sms: '' })),
  [],
);
const outline = z.catch(z.object({ subscribers: recipients, operators: recipients }), {
  subscribers: [],
  operators: [],
});

const writtenConfig = configSchema.check(
  z.superRefine<unknown>(
    (value, context) => {
      for (const conflict of invalidExpressions(value)) context.addIssue({ code: 'custom', ...conflict });
      for (const [list, members] of Object.entries(z.parse(outline, value))) {
        members.forEach(({ sms }, index) => {
          const message = sms === '' ? undefined : phoneNumberFault(sms);
          if (message !== undefined)
            context.addIssue({ code: 'custom', path: [list, index, 'sms'], message, input: sms });
        });
      }
    },
    { when: () => true },
  ),
);

/** @throws {BadInput} that names every fault by its path, line and column, each with a good value. */
export const readConfig = (text: string, file: string): Config => parseJsonText(writtenConfig, text, file);

/** The same for a config that is not in a file, but in the code of an app. @throws {BadInput} */
export const checkConfig = (input: unknown, what: string): Config => parse(writtenConfig, input, what);
