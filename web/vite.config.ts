import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// The libraries every screen needs change rarely: keeping them apart from our code lets a browser keep them
// across our releases. What only some screens need (virtual, form) stays with those screens.
const vendors: Record<string, RegExp> = {
  react: /node_modules\/(react|react-dom|scheduler)\//,
  data: /node_modules\/(@tanstack\/(react-query|query-core|react-router|router-core|history|store|react-store)|i18next|react-i18next|openapi-fetch)\//,
  mantine:
    /node_modules\/(@mantine\/(core|hooks|notifications|store)|@floating-ui|clsx|react-remove-scroll|react-number-format)\//,
}

export default defineConfig({
  root: here('.'),
  base: '/',
  publicDir: false,
  plugins: [react()],
  resolve: { alias: { '@hamdel/persian': here('../persian/src/index.ts') } },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:3000' } }, fs: { allow: [here('..')] } },
  build: {
    outDir: here('../dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    // A data: URL would need its own word in the content security policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: Object.entries(vendors).map(([name, test]) => ({ name, test })),
        },
      },
    },
  },
})
