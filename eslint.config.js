import vue from 'eslint-plugin-vue';
import { defineConfig, globalIgnores } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import vueParser from 'vue-eslint-parser';

/**
 * A zone: files that must not import what matches these. Each file is in one zone only, because of two
 * settings of a rule the later one counts.
 * @param {string[]} files
 * @param {string[]} ignores
 * @param {...{ regex: string, message: string, importNames?: string[] }} patterns
 * @returns {import('eslint').Linter.Config}
 */
const zone = (files, ignores, ...patterns) => ({
  files,
  ignores,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

const folders = (/** @type {string[]} */ ...names) => `^(\\.\\./)+(.*/)?(${names.join('|')})/`;
const slices = ['cases', 'assets', 'annotations', 'snapshots', 'recordings', 'reports', 'search', 'users'];

const noOtherApp = {
  regex: '^(\\.\\./)+(.*/)?(server|web|glass-client)/|^@fernblick/(server|web|glass-client)',
  message: 'Server and pages share what is in shared/ and nothing else.',
};
const noBrowserPart = {
  regex: `^@fernblick/shared/client|${folders('shared/src/client')}`,
  message: 'shared/client is for browsers only.',
};
const noMediasoup = { regex: '^mediasoup($|/)', message: 'Only server/src/sfu knows mediasoup.' };
const noSfu = { regex: folders('sfu'), message: 'Only plugins and sessions know the media rooms.' };
const noSessions = { regex: folders('sessions'), message: 'What is live knows the cases, not the reverse.' };
const noNode = { regex: '^node:', message: 'This runs in browsers too.' };
const noEnv = {
  regex: '^(node:)?process$',
  importNames: ['env'],
  message: 'config.ts alone reads the environment.',
};
const onServer = [noOtherApp, noBrowserPart, noEnv];

export default defineConfig(
  globalIgnores(['**/dist/', '**/data/', '**/test-results/', '**/playwright-report/']),

  tseslint.configs.recommendedTypeChecked,
  vue.configs['flat/recommended'],
  { rules: vue.configs['no-layout-rules'].rules ?? {} },
  {
    files: ['**/*.{ts,js,mjs,vue}'],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
    rules: {
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'as' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      // A function may promise without awaiting anything: an interface asks for it.
      '@typescript-eslint/require-await': 'off',
      'vue/multi-word-component-names': 'off',
    },
  },
  {
    files: ['**/*.vue'],
    languageOptions: { parser: vueParser, parserOptions: { parser: tseslint.parser } },
  },
  {
    // Only vue-tsc knows the type of what a .vue file exports; for this rule set it is an `any`.
    files: ['{web,glass-client}/**/*.{ts,vue}'],
    rules: Object.fromEntries(
      ['argument', 'assignment', 'call', 'member-access', 'return'].map((what) => [
        `@typescript-eslint/no-unsafe-${what}`,
        'off',
      ]),
    ),
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: globals.node },
    rules: { 'no-undef': 'error' },
  },
  // Settings of tools belong to no tsconfig.json.
  { files: ['**/*.config.{ts,js}'], extends: [tseslint.configs.disableTypeChecked] },

  zone(
    ['shared/src/protocol/**'],
    [],
    {
      regex: folders('api', 'policy', 'annotation', 'client'),
      message: 'The protocol knows nothing above it.',
    },
    noNode,
  ),
  zone(['shared/src/{api,policy,annotation}/**'], ['**/*.test.ts'], noBrowserPart, noNode, {
    regex: folders('client'),
    message: 'shared/client is for browsers only.',
  }),
  zone(['shared/src/client/**'], ['**/*.test.ts'], noOtherApp, noNode),

  zone(['server/src/*.ts', 'server/src/plugins/**'], [], ...onServer, noMediasoup),
  zone(['server/src/{sessions,watch}/**'], [], ...onServer, noMediasoup),
  zone([`server/src/{${slices.join(',')}}/**`], [], ...onServer, noMediasoup, noSfu, noSessions),
  zone(['server/src/{store,blobs}/**'], [], ...onServer, noMediasoup, noSfu, noSessions, {
    regex: `^@?fastify|${folders('plugins', ...slices)}`,
    message: 'The stores know neither HTTP nor who uses them.',
  }),
  zone(['server/src/sfu/**'], [], ...onServer, noSessions, {
    regex: `^@?fastify|^mongodb$|^node:sqlite$|${folders('plugins', 'store', 'blobs', ...slices)}`,
    message: 'The media rooms know no Fastify, no database and no case.',
  }),
  {
    files: ['server/src/**'],
    ignores: ['server/src/config.ts', '**/*.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'config.ts alone reads the environment.' },
      ],
    },
  },

  zone(['web/src/**', 'glass-client/src/**'], ['**/*.test.ts'], noOtherApp, noNode),
);
