import { constants } from 'node:os'
import { addon, type Descriptor } from './native.ts'

/** A lock that this process holds; whoever takes one keeps this object, since the lock goes when it is garbage-collected. */
export interface HeldLock {
  /** Lets go of the lock. The file stays. Closing twice does nothing. */
  close(): void
}

/** What {@link lockFile} answers where another holds the lock: EWOULDBLOCK and EAGAIN are one number on Linux. */
export const LOCKED = -constants.errno.EAGAIN

/**
 * Locks a file as a whole (flock(2), which `flock` of the shell takes too), without waiting: the lock, or a negative errno, {@link LOCKED}
 * where another holds it, in this process or another. The file is made with `mode` (less the umask) where it is not there, unless
 * `create` is false: ENOENT. The kernel lets go when the process ends, however it ends; child processes do not inherit the
 * lock. ELOOP for a symbolic link, EINVAL for what is no regular file. A file that is removed while it is
 * locked no longer keeps others away: they make a new one.
 */
export function lockFile(path: string, options: { create?: boolean; mode?: number } = {}): HeldLock | number {
  const { create = true, mode = 0o600 } = options
  const held: Descriptor | number = addon().lockFile(path, create, mode)
  return held
}

/** Whether a file is locked, by this process or by another; a negative errno where that cannot be seen (ENOENT: no such file). */
export function isFileLocked(path: string): boolean | number {
  const answer = addon().isFileLocked(path)
  return answer < 0 ? answer : answer === 1
}
