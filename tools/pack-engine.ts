// npm run pack:engine: builds the package that is published. Node strips types everywhere but under node_modules, so the
// workspace uses engine/ as it stands, and the world gets JavaScript with declarations: dist/engine and its tarball.
import { execFileSync } from 'node:child_process'
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
const FROM = join(ROOT, 'engine')
const TO = join(ROOT, 'dist', 'engine')

rmSync(TO, { recursive: true, force: true })
execFileSync(
  process.execPath,
  [join(ROOT, 'node_modules/tsc7/bin/tsc'), '-p', join(FROM, 'tsconfig.dist.json')],
  { stdio: 'inherit' },
)

// The compiler turns './x.ts' into './x.js' in code, not in declarations.
for (const file of readdirSync(TO, { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('.d.ts')) continue
  const path = join(TO, file)
  writeFileSync(path, readFileSync(path, 'utf8').replace(/(['"]\.{1,2}\/[^'"]+)\.ts(?=['"])/g, '$1.js'))
}

const { bin, exports, ...manifest } = JSON.parse(readFileSync(join(FROM, 'package.json'), 'utf8'))
const built = (path: string) => path.replace(/\.ts$/, '.js')
const map = <T>(table: Record<string, string>, value: (path: string) => T) =>
  Object.fromEntries(Object.entries(table).map(([key, path]) => [key, value(path)]))
const published = {
  ...manifest,
  engines: { node: '>=20' },
  publishConfig: { access: 'public' },
  bin: map(bin, (path) => built(path).replace('./', '')),
  exports: map(exports, (path) => ({ types: path.replace(/\.ts$/, '.d.ts'), default: built(path) })),
}
writeFileSync(join(TO, 'package.json'), `${JSON.stringify(published, null, 2)}\n`)
for (const file of ['README.md', 'API.md', 'CHANGELOG.md', 'LICENSE'])
  copyFileSync(join(FROM, file), join(TO, file))

execFileSync('npm', ['pack', TO, '--pack-destination', join(ROOT, 'dist'), ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: 'inherit',
})
