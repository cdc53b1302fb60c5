import { readlinkSync } from 'node:fs'
import { callerError, kernelError } from '../errors.ts'
import { netnsPath } from '../netns/reference.ts'
import type { NetnsRef } from '../wire/netns.ts'

/** A namespace as another program finds it: by a process in a user namespace of its own, or by a file. */
export type Target = { readonly pid: number } | { readonly path: string }

const ENOENT = -2

/** How a program outside finds the namespace. */
export function targetOf(operation: string, netns: NetnsRef): Target {
  const path = pathOf(operation, netns)
  const pid = Number(/^\/proc\/(\d+)\/ns\/net$/.exec(path)?.[1] ?? 0)
  if (pid === 0) return { path: path.replace('/proc/self/', `/proc/${process.pid}/`) }
  const own = readlinkSync('/proc/self/ns/user')
  return userNamespace(operation, pid) === own ? { path } : { pid }
}

function pathOf(operation: string, netns: NetnsRef): string {
  try {
    return netnsPath(netns)
  } catch (thrown) {
    throw callerError(operation, thrown, () => 'netns')
  }
}

/** A process in the user namespace of the caller cannot enter it again (setns(2), EINVAL). */
function userNamespace(operation: string, pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/user`)
  } catch {
    throw kernelError(operation, ENOENT, {
      reason: `there is no process ${pid}, or it is another user's`,
      attribute: 'netns',
    })
  }
}
