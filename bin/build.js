// `npm run build`, before `npm pack`: the command line (dist/bin), the construct for CDK apps (dist/lib, dist/types), the
// functions that it deploys (dist/lambda) and what browsers get (dist/browser). What these need of others is in the
// bundles, apart from what package.json has under `dependencies` and `peerDependencies`.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundleFunction } from '../lib/bundle.ts';
import { noticesOf } from '../lib/notices.ts';
import { pictureSources, siteAssets } from '../lib/site-assets.ts';
import { bundle } from './bundle.js';

rmSync('dist', { recursive: true, force: true });
execFileSync(process.execPath, ['node_modules/typescript-7/bin/tsc', '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
});

const { dependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

/** What is made here takes the place of what makes it. */
const prebuilt = {
  name: 'prebuilt',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/(bundle|site-assets)\.ts$/ }, ({ path, resolveDir }) => {
      if (join(resolveDir, dirname(path)) === join(process.cwd(), 'lib'))
        return { path: join(process.cwd(), 'lib/prebuilt.ts') };
    }),
};
const settings = {
  external: Object.keys({ ...dependencies, ...peerDependencies }),
  plugins: [prebuilt],
  // CommonJS in an ES module asks for what is built into Node by `require`.
  banner: {
    js: "import { createRequire as requireIn } from 'node:module';\nconst require = requireIn(import.meta.url);",
  },
  mainFields: ['module', 'main'],
  legalComments: 'none',
  metafile: true,
};
const bundles = [
  await bundle('bin/monitor.ts', 'dist/bin', settings),
  await bundle('lib/index.ts', 'dist/lib', settings),
];
const functions = readdirSync('lambda').flatMap((name) =>
  bundleFunction(`lambda/${name}/handler.ts`, `dist/lambda/${name}`),
);

mkdirSync('dist/browser');
for (const [name, text] of Object.entries(siteAssets())) writeFileSync(`dist/browser/${name}`, text);

const inputs = [
  ...functions,
  ...bundles.flatMap(({ metafile }) => Object.keys(metafile.inputs)),
  'node_modules/uplot/',
  ...Object.values(pictureSources),
];
writeFileSync('dist/THIRD-PARTY-NOTICES.txt', noticesOf(inputs));
