import type * as native from '../../types/native.d.ts'
import { createRequire } from '../builtin.ts'
import { NetlinkError } from '../errors.ts'
import { parseBy } from '../wire/address.ts'
import { addonFiles, remedy } from './addon-files.ts'
import { isThere, libc } from './libc.ts'

export type { Descriptor, Dump, Exchanged, Listener, Numbering, Socket } from '../../types/native.d.ts'

/**
 * Loads an addon by name: from the folder that `NETLINK_TS_NATIVE_DIR` names, from a build in this package, or from the prebuilt
 * binaries of this platform. docs/installing.md gives the order, and what bundlers have to copy.
 */
export function loadAddon(name: string): unknown {
  if (process.platform !== 'linux') throw failure(name, `netlink exists only on Linux, and this is ${process.platform}`)
  const file = find(name)
  try {
    return createRequire(file)(file)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw missingLibrary(name, reason, cause) ?? failure(name, `${file} does not load: ${reason}`, cause)
  }
}

function find(name: string): string {
  const tried: string[] = []
  for (const file of addonFiles(name)) {
    if (isThere(file)) return file
    tried.push(file)
  }
  throw failure(
    name,
    `no binary of the addon for linux-${process.arch} (${libc()}): ${remedy()}; looked for ${tried.join(', ')}`,
  )
}

function failure(name: string, reason: string, cause?: unknown): NetlinkError {
  return new NetlinkError({ code: 'ERR_NETLINK_ADDON', operation: `load ${name}`, reason, cause })
}

/** The dynamic loader, glibc's or musl's, reports a missing library; adds the package that contains it. */
function missingLibrary(name: string, reason: string, cause: unknown): NetlinkError | undefined {
  const library = /lib(mnl|nftnl)\.so\.\w+: (?:cannot open shared object file|No such file)/.exec(reason)?.[1]
  if (library === undefined) return undefined
  const debian = library === 'nftnl' ? 'libnftnl11' : 'libmnl0'
  return new NetlinkError({
    code: 'ERR_NETLINK_LIBRARY',
    operation: `load ${name}`,
    reason: `lib${library} is not installed (Debian and Ubuntu: apt-get install ${debian}; Fedora: dnf install lib${library}; Alpine: apk add lib${library})`,
    cause,
  })
}

let loaded: typeof native | undefined

/** The addon, loaded on first use, so that importing the package works without a binary. */
export function addon(): typeof native {
  if (loaded === undefined) {
    loaded = loadAddon('netlink') as typeof native
    parseBy(loaded)
  }
  return loaded
}
