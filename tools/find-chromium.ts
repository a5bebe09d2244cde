import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'

/** The machine's Chromium or Chrome; CHROMIUM_PATH comes first. */
export function findChromium(): string | undefined {
  const wanted = process.env.CHROMIUM_PATH
  if (wanted) {
    if (existsSync(wanted)) return wanted
    throw new Error(`CHROMIUM_PATH is ${wanted}, but there is no such file. Correct it or unset it.`)
  }
  return places().find((place) => existsSync(place))
}

/** Finds Chromium, or installs Debian's package when that is possible without asking anybody. */
export async function ensureChromium(log: (line: string) => void): Promise<string> {
  const found = findChromium()
  if (found !== undefined) return found
  const manual =
    'Install Chromium (Debian/Ubuntu: sudo apt-get install -y chromium; macOS: brew install --cask chromium; ' +
    'Windows: winget install Google.Chrome) or set CHROMIUM_PATH to its binary, then run again.'
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error(`No Chromium on this machine. ${manual}`)
  }
  log('نصب Chromium برای آزمون‌های مرورگر… / Installing Chromium for the browser tests…')
  await apt(['update', '-qq'])
  await apt(['install', '-y', '-qq', '--no-install-recommends', 'chromium']).catch((error: Error) => {
    throw new Error(`Chromium could not be installed: ${error.message}\n${manual}`)
  })
  const installed = findChromium()
  if (installed === undefined) throw new Error(`apt-get installed chromium but it was not found. ${manual}`)
  return installed
}

function places(): string[] {
  if (process.platform === 'darwin') {
    const apps = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser']
    const roots = ['/Applications', path.join(process.env.HOME ?? '', 'Applications')]
    return roots.flatMap((root) => apps.map((app) => `${root}/${app}.app/Contents/MacOS/${app}`))
  }
  if (process.platform === 'win32') {
    const roots = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    const programs = [
      'Google/Chrome/Application/chrome.exe',
      'Chromium/Application/chrome.exe',
      'Microsoft/Edge/Application/msedge.exe',
    ]
    return roots
      .filter((root) => root !== undefined)
      .flatMap((root) => programs.map((program) => path.join(root, program)))
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge']
  const folders = [
    ...(process.env.PATH ?? '').split(':'),
    '/usr/bin',
    '/usr/local/bin',
    '/snap/bin',
    '/opt/google/chrome',
  ]
  return names.flatMap((name) => folders.filter(Boolean).map((folder) => path.join(folder, name)))
}

/** Waits up to two minutes for another apt-get to finish instead of failing on its lock. */
function apt(args: string[]): Promise<void> {
  const child = spawn('apt-get', ['-o', 'DPkg::Lock::Timeout=120', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  let errors = ''
  child.stderr.on('data', (chunk) => {
    errors = (errors + String(chunk)).slice(-4000)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`apt-get ${args[0]} ended with ${code}. ${errors.trim()}`)),
    )
  })
}
