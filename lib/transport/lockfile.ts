import { constants } from '../builtin.ts'
import { addon, type Descriptor } from './native.ts'

/** A lock that this process holds; keep this object, because the lock is released when it is garbage-collected. */
export interface HeldLock {
  /** Releases the lock; the file remains. Closing twice has no effect. */
  close(): void
}

/** Result of {@link lockFile} if the lock is held elsewhere: EWOULDBLOCK equals EAGAIN on Linux. */
export const LOCKED = -constants.errno.EAGAIN

/**
 * Locks a whole file (flock(2), as the shell's `flock` does), without waiting: returns the lock, or a negative errno, {@link LOCKED}
 * if it is held elsewhere, in this process or another. A missing file is created with `mode` (minus the umask), unless
 * `create` is false: ENOENT. The kernel releases the lock when the process exits; child processes do not inherit
 * it. ELOOP for a symbolic link, EINVAL for anything but a regular file. A file that is removed while
 * locked no longer excludes others: they create a new one.
 */
export function lockFile(path: string, options: { create?: boolean; mode?: number } = {}): HeldLock | number {
  const { create = true, mode = 0o600 } = options
  const held: Descriptor | number = addon().lockFile(path, create, mode)
  return held
}

/** Whether a file is locked by any process; a negative errno if that cannot be determined (ENOENT: no such file). */
export function isFileLocked(path: string): boolean | number {
  const answer = addon().isFileLocked(path)
  return answer < 0 ? answer : answer === 1
}
