import { join } from 'node:path'
import { addon, type Descriptor } from '../transport/native.ts'
import type { Deadline } from './deadline.ts'
import { type Ending, readEntry, type Stored } from './entry.ts'
import { systemError } from './file-error.ts'
import type { Folder } from './folder.ts'

/** The least milliseconds between two looks. */
const PAUSE = 5

/** What open(2) says where the file has gone, or is none of ours any more. */
const GONE = ['ENOENT', 'ELOOP', 'EINVAL', 'EISDIR', 'ESTALE']

/** A container that this process alone takes off, as it is now. */
export interface Held {
  readonly stored: Stored
  readonly lock: Descriptor
}

/**
 * Holds the lock of a container's first file: whoever has it, and nobody else, attaches the container or takes it off. It is waited for until the
 * deadline, and not at all without one. Undefined where the container has gone meanwhile, or is not to be had.
 */
export async function holdContainer(folder: Folder, before: Stored, deadline?: Deadline): Promise<Held | undefined> {
  const file = before.files[0] as string
  const path = join(folder.path, file)
  for (;;) {
    const lock = lockOf(path)
    if (lock === 'gone') return undefined
    const entry = readEntry(folder.path, file)
    const stored = entry !== undefined && 'link' in entry && entry.link === before.link ? entry : undefined
    if (lock !== 'busy') {
      if (stored !== undefined) return { stored: { ...stored, files: filesOf(stored.ending) ?? before.files }, lock }
      lock.close()
    }
    if (stored === undefined || deadline === undefined) return undefined
    await deadline.pause(PAUSE * (1 + Math.random()), `the lock of ${path}, held by another process`)
  }
}

/** What was being attached may have got more files meanwhile. */
function filesOf(ending: Ending | undefined): string[] | undefined {
  return ending && [ending.address, ending.address6].filter((file) => file !== undefined)
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
