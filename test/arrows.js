// Holds the imports of the product against arrows.config.cjs: a part of `npm run lint`.
import { cruise } from 'dependency-cruiser';
import { createRequire } from 'node:module';

const { options, ...ruleSet } = createRequire(import.meta.url)('../arrows.config.cjs');
const folders = ['bin', 'cli', 'lib', 'lambda', 'src', 'emulator', 'local'];
const { output } = await cruise(folders, { ...options, ruleSet, validate: true });
const { violations, totalCruised } = output.summary;
for (const { rule, from, to } of violations) process.stdout.write(`${rule.name}: ${from} -> ${to}\n`);
// Where it finds no TypeScript to read with, it reads three files, and finds nothing wrong (dependency-cruiser 17.4).
if (totalCruised < 300) process.stdout.write(`read ${totalCruised} files only\n`);
process.exitCode = violations.length > 0 || totalCruised < 300 ? 1 : 0;
