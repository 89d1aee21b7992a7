// The order of the folders, held by `npm run lint` (docs/design.md, "Layout"): each folder imports only folders below it, and itself.
const order = [
  ['bin'],
  ['cli'],
  ['local'],
  ['emulator', 'lib'],
  ['lambda/sign-up'],
  ['lambda/poll', 'lambda/discovery', 'lambda/digest', 'lambda/deliver', 'lambda/site'],
  ['src/polling'],
  ['src/status', 'src/config'],
  ['src/channels'],
  ['src/storage', 'src/sources', 'src/notifications'],
  ['src/runtime'],
  ['src/validation', 'src/format', 'src/text', 'src/rounding'],
  ['src/domain'],
];
const anyOf = (groups) => `^(${groups.flat().join('|')})(/|\\.tsx?$)`;
const levels = order.flatMap((level, index) =>
  level.map((folder) => ({
    name: `${folder} imports only what stands below it`,
    severity: 'error',
    from: { path: anyOf([folder]) },
    to: { path: anyOf(order.slice(0, index + 1)), pathNot: anyOf([folder]) },
  })),
);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no circle', severity: 'error', from: {}, to: { circular: true } },
    // The files of src/ itself may import each other, without a circle; of the core more is asked, below.
    ...levels.filter(({ name }) => !/^src\/(validation|format|text|rounding|domain) /.test(name)),
    {
      name: 'the core is pure',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { pathNot: ['^src/domain/', 'node_modules/(temporal-polyfill|temporal-utils|zod)/'] },
    },
    {
      name: 'a channel only writes requests',
      severity: 'error',
      from: { path: '^src/channels/' },
      to: { path: '^src/[^/]+/', pathNot: '^src/(channels|notifications|domain)/' },
    },
    {
      // The package has these sources, and a deployment bundles them for browsers.
      name: 'the browser gets nothing of the server',
      severity: 'error',
      from: { path: '^lambda/site/browser/' },
      // The second package is found by its `exports` alone, which this tool does not read.
      to: { pathNot: ['^lambda/site/browser/', '^src/rounding.ts$', 'node_modules/uplot/', '^altcha-lib(/|$)'] },
    },
    {
      name: 'nothing of tests in the product',
      severity: 'error',
      from: { pathNot: '^(test|bench)/' },
      to: { path: '^(test|bench)/' },
    },
  ],
  options: {
    // Imports of types count.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
  },
};
