// `npm run build`, before `npm pack`: the construct for CDK apps (dist/lib, dist/lambda) and the command line
// (dist/bin).
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { bundleInto } from './bundle.js';

rmSync('dist', { recursive: true, force: true });
execFileSync(process.execPath, ['node_modules/typescript-7/bin/tsc', '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
});
await bundleInto('dist/bin');
