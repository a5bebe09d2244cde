import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

// The server restarts when its files change; the screens come from Vite with hot reload, which passes /api on.
const ROOT = fileURLToPath(new URL('../', import.meta.url))
const children = [
  spawn(process.execPath, ['--watch', '--watch-preserve-output', 'server/main.ts', '--demo'], {
    cwd: ROOT,
    stdio: 'inherit',
  }),
  spawn(process.execPath, ['node_modules/vite/bin/vite.js', 'web', '--config', 'web/vite.config.ts'], {
    cwd: ROOT,
    stdio: 'inherit',
  }),
]
const stop = () => {
  for (const child of children) child.kill('SIGTERM')
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
await Promise.all(children.map((child) => new Promise((resolve) => child.on('exit', resolve))))
