import { createRequire, dirname, fileURLToPath, join, readFileSync } from '../builtin.ts'
import { isThere, libc } from './libc.ts'

/** Possible locations of an addon; the first file that exists is loaded. docs/installing.md documents the order. */
export function* addonFiles(name: string): Generator<string> {
  const published = `${name}.${libc()}.node`
  const chosen = process.env.NETLINK_TS_NATIVE_DIR
  if (chosen && !elevated()) {
    yield join(chosen, `${name}.node`)
    yield join(chosen, published)
  }
  for (const folder of folders()) {
    yield join(folder, 'build', 'Release', `${name}.node`)
    yield join(folder, 'native', 'build', 'Release', `${name}.node`)
    yield join(folder, 'prebuilds', `linux-${process.arch}`, published)
  }
}

/** Nearest first. Resolution by Node.js is last, because it takes longer, and omitted if this is the package itself. */
function* folders(): Generator<string> {
  const near = above(here())
  yield* near
  const own = installed()
  if (own !== undefined && !near.includes(own)) yield own
}

/** What to do if none of them exists. */
export function remedy(): string {
  if (process.arch !== 'x64' && process.arch !== 'arm64')
    return 'build one: npm explore netlink-ts -- npm run build:native (requirements: docs/installing.md in the package)'
  const folders = above(here())
  const own = installed() // in the package itself, Node.js finds that
  if (own !== undefined && own === folders.at(-1))
    return `${join(own, 'prebuilds')} is incomplete: reinstall the package, or copy the whole folder`
  return `copy node_modules/netlink-ts/prebuilds to ${join(here(), 'prebuilds')}, or set NETLINK_TS_NATIVE_DIR to the folder of the binaries`
}

/**
 * The folder of this code and those above it, up to the first with a package.json: this package's own, from lib/ or dist/. A bundler puts
 * this code into a file of another package. Where no folder has a package.json, only that of the file counts: a folder further up, such as
 * /tmp, may be writable for every user.
 */
function above(start: string): string[] {
  const folders: string[] = []
  for (let folder = start; ; folder = dirname(folder)) {
    folders.push(folder)
    if (isThere(join(folder, 'package.json'))) return folders
    if (dirname(folder) === folder) return [start]
  }
}

/** The package as Node.js resolves it from here. */
function installed(): string | undefined {
  try {
    return dirname(createRequire(join(here(), 'bundle.js')).resolve('netlink-ts/package.json'))
  } catch {
    return undefined
  }
}

/** A CommonJS bundle has __dirname instead of import.meta.url. */
function here(): string {
  const { url } = import.meta as { url?: string }
  return url === undefined ? __dirname : dirname(fileURLToPath(url))
}

const AT_SECURE = 23n

/**
 * Whether this process has more privileges than the user who started it, through a set-user-ID bit or file capabilities: then, the
 * environment must not select code, as in the dynamic loader (ld.so(8), "secure-execution mode").
 */
function elevated(): boolean {
  try {
    if (process.getuid?.() !== process.geteuid?.() || process.getgid?.() !== process.getegid?.()) return true
    const auxv = readFileSync('/proc/self/auxv')
    for (let at = 0; at + 16 <= auxv.length; at += 16) {
      if (auxv.readBigUInt64LE(at) === AT_SECURE) return auxv.readBigUInt64LE(at + 8) !== 0n
    }
    return false
  } catch (thrown) {
    // Unreadable: the user of a privileged process may not read the file, or the runtime forbids it.
    return (thrown as NodeJS.ErrnoException).code === 'EACCES'
  }
}
