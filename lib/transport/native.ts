import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type * as native from '../../types/native.d.ts'
import { NetlinkError } from '../errors.ts'

export type { Descriptor, Dump, Exchanged, Socket } from '../../types/native.d.ts'

const require = createRequire(import.meta.url)

/**
 * Loads an addon by name: from `NETLINK_TS_NATIVE_DIR`, from build/Release, or from the prebuilt binaries of this platform, in
 * the nearest folder above this file that has one.
 */
export function loadAddon(name: string): unknown {
  const tried = places(name)
  const file = tried.find((place) => existsSync(place))
  if (file === undefined)
    throw missing(
      name,
      `no binary of the addon for ${process.platform}-${process.arch}; looked for ${tried.join(', ')}`,
    )
  try {
    return require(file)
  } catch (cause) {
    throw missing(name, `${file} does not load: ${cause instanceof Error ? cause.message : String(cause)}`, cause)
  }
}

function missing(name: string, reason: string, cause?: unknown): NetlinkError {
  return new NetlinkError({ code: 'ERR_NETLINK_ADDON', operation: `load ${name}`, reason, cause })
}

function places(name: string): string[] {
  const chosen = process.env.NETLINK_TS_NATIVE_DIR
  const root = packageRoot()
  const libc = isMusl() ? 'musl' : 'glibc'
  return [
    ...(chosen === undefined ? [] : [join(chosen, `${name}.node`)]),
    join(root, 'build', 'Release', `${name}.node`),
    join(root, 'prebuilds', `${process.platform}-${process.arch}`, `${name}.${libc}.node`),
  ]
}

/** The sources lie in lib/, what is published in dist/: the root is the first folder above that has a package.json. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder)
  return folder
}

function isMusl(): boolean {
  return existsSync('/lib') && readdirSync('/lib').some((file) => file.startsWith('ld-musl-'))
}

let loaded: typeof native | undefined

/** The addon, loaded on first use: importing the package works where there is no binary. */
export function addon(): typeof native {
  loaded ??= loadAddon('netlink') as typeof native
  return loaded
}
