// The command line in a clone.
import { pathToFileURL } from 'node:url';
import { bundleInto, ofClone } from './bundle.js';

await import(pathToFileURL(await bundleInto(ofClone)).href);
