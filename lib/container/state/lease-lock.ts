import { join } from '../../builtin.ts'
import { addon, type Descriptor } from '../../transport/native.ts'
import type { Deadline } from '../host/deadline.ts'
import { systemError } from './file-error.ts'
import type { Folder } from './folder.ts'
import { type Lease, type LeaseReady, readLease } from './lease.ts'

/** The least milliseconds between two looks. */
const PAUSE = 5

/** What open(2) says where the file has gone, or is none of ours any more. */
const GONE = ['ENOENT', 'ELOOP', 'EINVAL', 'EISDIR', 'ESTALE']

/** A container that this process alone takes off, as it is now. */
export interface LockedLease {
  readonly lease: Lease
  readonly lock: Descriptor
}

/**
 * Holds the lock of a container's first file: only the holder attaches or detaches the container. It is waited for until the
 * deadline, and not at all without one. Undefined where the container has gone meanwhile, or is not to be had.
 */
export async function lockLease(folder: Folder, before: Lease, deadline?: Deadline): Promise<LockedLease | undefined> {
  const file = before.files[0] as string
  const path = join(folder.path, file)
  for (;;) {
    const lock = lockOf(path)
    if (lock === 'gone') return undefined
    const entry = readLease(folder.path, file)
    const lease = entry !== undefined && 'link' in entry && entry.link === before.link ? entry : undefined
    if (lock !== 'busy') {
      if (lease !== undefined) return { lease: { ...lease, files: filesOf(lease.ready) ?? before.files }, lock }
      lock.close()
    }
    if (lease === undefined || deadline === undefined) return undefined
    await deadline.pause(PAUSE * (1 + Math.random()), `the lock of ${path}, held by another process`)
  }
}

/** What was being attached may have got more files meanwhile. */
function filesOf(ready: LeaseReady | undefined): string[] | undefined {
  return ready?.addresses.map(({ address }) => address)
}

/** Takes the lock of an existing file. */
export function lockOf(path: string): Descriptor | 'busy' | 'gone' {
  const held = addon().lockFile(path, false, 0)
  if (typeof held !== 'number') return held
  const error = systemError(held, 'open', path)
  if (error.code === 'EAGAIN') return 'busy'
  if (GONE.includes(error.code)) return 'gone'
  throw error
}
