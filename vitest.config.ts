import { defineConfig } from 'vitest/config'

// One process, modules shared: sixty files in about a second instead of half a minute.
const shared = { isolate: false, testTimeout: 30_000, hookTimeout: 120_000 } as const

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'pure',
          include: [
            'persian/**/*.test.ts',
            'features/**/rules.test.ts',
            'features/**/*.pure.test.ts',
            'server/lib/*.pure.test.ts',
            'db/seed/generate.test.ts',
            'portal/**/*.pure.test.ts',
            'tools/**/*.pure.test.ts',
            'web/**/*.test.ts',
            'features/*/web/**/*.test.ts',
          ],
        },
      },
      {
        // Numbers against reference results, simulations and the command line: too long for the inner loop.
        test: { ...shared, name: 'engine', include: ['engine/**/*.test.ts'] },
      },
      {
        test: {
          ...shared,
          name: 'api',
          globalSetup: ['server/test/global-setup.ts'],
          include: [
            'features/*/*.test.ts',
            'features/*/portal/*.test.ts',
            'server/**/*.test.ts',
            'portal/**/*.test.ts',
            'db/seed/*.test.ts',
            'tools/**/*.test.ts',
          ],
          exclude: [
            '**/rules.test.ts',
            '**/*.pure.test.ts',
            'server/lib/embedded/**',
            'server/lib/backup/**',
            'db/seed/generate.test.ts',
          ],
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...shared,
          name: 'system',
          include: ['server/lib/embedded/**/*.test.ts', 'server/lib/backup/**/*.test.ts'],
          isolate: true,
          fileParallelism: false,
        },
      },
      {
        test: {
          ...shared,
          name: 'browser',
          include: ['e2e/**/*.test.ts'],
          isolate: true,
          fileParallelism: false,
          testTimeout: 180_000,
          globalSetup: ['server/test/global-setup.ts'],
        },
      },
    ],
  },
})
