import { join, mkdirSync } from '../builtin.ts'
import { errnoName, kernelError } from '../errors.ts'
import { limited } from '../transport/limit.ts'
import { type HeldLock, LOCKED, lockFile } from '../transport/lockfile.ts'
import type { Owner } from './owner.ts'

/** A folder of root, which is gone at the next boot; no container network has a name that begins with a dot. */
const RUN = '/run'
const FOLDERS = ['netlink-ts', '.topologies'] as const
const FOLDER_MODE = 0o700

/** Errors of a folder in which this user cannot write. */
const CLOSED = ['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'ELOOP']

/** Milliseconds between two attempts. */
const SHORTEST = 5
const LONGEST = 50

/** Those that wait in this process, by the tags of their owners. */
const queues = new Map<string, Promise<void>>()

/**
 * Runs a task while no other process, and no other task of this one, changes what belongs to an owner. The kernel releases the lock when the
 * process ends. A user who can write neither in /run nor in XDG_RUNTIME_DIR has no lock: then only tasks of this process wait.
 */
export async function alone<T>(
  operation: string,
  { tag }: Owner,
  signal: AbortSignal | undefined,
  task: () => Promise<T>,
): Promise<T> {
  const before = queues.get(tag) ?? Promise.resolve()
  let release = () => {}
  const mine = new Promise<void>((resolve) => {
    release = resolve
  })
  const last = before.then(() => mine)
  queues.set(tag, last)
  try {
    await limited(before, operation, { signal })
    const lock = await taken(operation, tag, signal)
    try {
      return await task()
    } finally {
      lock?.close()
    }
  } finally {
    release()
    if (queues.get(tag) === last) queues.delete(tag)
  }
}

/** The lock, once it is free; undefined if there is no place for it. */
async function taken(operation: string, tag: string, signal: AbortSignal | undefined): Promise<HeldLock | undefined> {
  for (const parent of [RUN, process.env.XDG_RUNTIME_DIR]) {
    const folder = made(parent)
    if (folder === undefined) continue
    // A tag contains no ':', and may be '.' or '..'.
    const held = await waited(operation, join(folder, `${tag.replaceAll('/', ':')}.lock`), signal)
    if (held !== undefined) return held
  }
  return undefined
}

/** Waits for the lock of a file; undefined if this user cannot write it. */
async function waited(operation: string, path: string, signal: AbortSignal | undefined): Promise<HeldLock | undefined> {
  for (let pause = SHORTEST; ; pause = Math.min(2 * pause, LONGEST)) {
    signal?.throwIfAborted()
    const held = lockFile(path)
    if (typeof held !== 'number') return held
    if (CLOSED.includes(errnoName(held))) return undefined
    if (held !== LOCKED) throw kernelError(operation, held, { reason: `the lock ${path} cannot be taken` })
    const slept = new Promise<void>((resolve) => setTimeout(resolve, pause * (1 + Math.random())))
    await limited(slept, operation, { signal })
  }
}

/** The folder of locks in another one; undefined if this user cannot write there. */
function made(parent: string | undefined): string | undefined {
  if (parent === undefined || parent === '') return undefined
  let path = parent
  for (const name of FOLDERS) {
    path = join(path, name)
    try {
      mkdirSync(path, FOLDER_MODE)
    } catch (thrown) {
      const { code = '' } = thrown as NodeJS.ErrnoException
      if (CLOSED.includes(code)) return undefined
      if (code !== 'EEXIST') throw thrown
    }
  }
  return path
}
