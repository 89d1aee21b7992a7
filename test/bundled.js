// Before all suites: the command line is bundled, once, as a clone has it.
import { bundleInto, ofClone } from '../bin/bundle.js';

export default async function bundled() {
  process.env.MONITOR_PROGRAM = await bundleInto(ofClone);
}
