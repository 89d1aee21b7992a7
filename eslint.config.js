import tseslint from 'typescript-eslint';

const clock = [
  { object: 'Date', property: 'now', message: 'The core takes the time as an argument.' },
  { object: 'Temporal', property: 'Now', message: 'The core takes the time as an argument.' },
];

export default tseslint.config(
  { ignores: ['cdk.out', 'dist', 'examples', 'coverage', 'node_modules', '.petition-monitor'] },
  { files: ['**/*.js'], languageOptions: { globals: { process: 'readonly' } } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './lambda/site/browser/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    // jest's asymmetric matchers are of type any.
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off' },
  },
  {
    // The functional core: no clock, no I/O. What it may import is in arrows.config.cjs.
    files: ['src/domain/**/*.ts'],
    rules: {
      'no-restricted-properties': ['error', ...clock],
      'no-restricted-globals': ['error', 'process', 'fetch', 'setTimeout', 'setInterval', 'Date'],
    },
  },
  {
    // lib/ is loaded by CDK apps: it must not pull in code that makes a client.
    files: ['lib/**/*.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: ['@aws-sdk/*'] }],
    },
  },
);
