// Before all suites: the command line is bundled, once, as a clone has it; and beside it the script of `npm run resubscribe`.
import { bundleInto, ofClone } from '../bin/bundle.js';

export default async function bundled() {
  process.env.MONITOR_PROGRAM = await bundleInto(ofClone);
  await bundleInto(ofClone, 'bin/resubscribe.ts');
}
