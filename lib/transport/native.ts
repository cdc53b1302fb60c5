import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type * as native from '../../types/native.d.ts'
import { NetlinkError } from '../errors.ts'

export type { Descriptor, Dump, Exchanged, Socket } from '../../types/native.d.ts'

/**
 * Loads an addon by name: from the folder that `NETLINK_TS_NATIVE_DIR` names, from a build in this package, or from the prebuilt
 * binaries of this platform. docs/installing.md tells the order, and what bundlers have to copy.
 */
export function loadAddon(name: string): unknown {
  if (process.platform !== 'linux')
    throw missing(name, `netlink is an interface of Linux, and this is ${process.platform}: nothing can be done here`)
  const tried = places(name)
  const file = tried.find(isThere)
  if (file === undefined)
    throw missing(
      name,
      `no binary of the addon for linux-${process.arch} (${libc()}); looked for ${tried.join(', ')}. ` +
        'To build one: npm run build:native in the folder of the package (docs/installing.md)',
    )
  try {
    return createRequire(file)(file)
  } catch (cause) {
    throw missing(name, `${file} does not load: ${cause instanceof Error ? cause.message : String(cause)}`, cause)
  }
}

function missing(name: string, reason: string, cause?: unknown): NetlinkError {
  return new NetlinkError({ code: 'ERR_NETLINK_ADDON', operation: `load ${name}`, reason, cause })
}

/** Where an addon may lie, the first that is there being taken. */
function places(name: string): string[] {
  const published = `${name}.${libc()}.node`
  const chosen = process.env.NETLINK_TS_NATIVE_DIR
  return [
    ...(chosen ? [join(chosen, `${name}.node`), join(chosen, published)] : []),
    ...folders().flatMap((folder) => [
      join(folder, 'build', 'Release', `${name}.node`),
      join(folder, 'native', 'build', 'Release', `${name}.node`),
      join(folder, 'prebuilds', `linux-${process.arch}`, published),
    ]),
  ]
}

/**
 * From the folder of this file (in lib/, published in dist/) up to the first with a package.json. A bundler moves this code into a
 * file of another package: then a folder prebuilds/ beside that file, or further up in that package, is found.
 */
function folders(): string[] {
  const above: string[] = []
  for (let folder = here(); ; folder = dirname(folder)) {
    above.push(folder)
    if (isThere(join(folder, 'package.json')) || dirname(folder) === folder) return above
  }
}

/** In a bundle of CommonJS there is no import.meta.url, but there is __dirname. */
function here(): string {
  const { url } = import.meta as { url?: string }
  return url === undefined ? __dirname : dirname(fileURLToPath(url))
}

/** By the file of musl's dynamic loader; to list /lib would need a permission of its own where permissions are asked for. */
function libc(): string {
  const machine = { x64: 'x86_64', arm64: 'aarch64' }[process.arch as string] ?? process.arch
  return isThere(`/lib/ld-musl-${machine}.so.1`) ? 'musl' : 'glibc'
}

/** What may not be looked at (`node --permission` throws then) is not there. */
function isThere(path: string): boolean {
  try {
    return existsSync(path)
  } catch {
    return false
  }
}

let loaded: typeof native | undefined

/** The addon, loaded on first use: importing the package works where there is no binary. */
export function addon(): typeof native {
  loaded ??= loadAddon('netlink') as typeof native
  return loaded
}
