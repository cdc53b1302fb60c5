import { readlinkSync } from 'node:fs'

/** `PROC_NET_INIT_INO` and `PROC_USER_INIT_INO` of include/linux/proc_ns.h: how the machine's first namespaces are numbered. */
const firstUserNamespace = 'user:[4026531837]'

/** Whether this process is root of the machine, not of a user namespace of its own. */
export function isRoot(): boolean {
  return process.getuid?.() === 0 && readlinkSync('/proc/self/ns/user') === firstUserNamespace
}

/** The network namespace of `/proc/PID`, or undefined where it is not ours to know. */
function netnsOf(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`)
  } catch {
    return undefined
  }
}

/**
 * Throws where a test would reach the machine's own network: outside `scripts/private` (which says so in the environment) and
 * `npm test`. The namespace of process 1 may not be ours to know; then only the environment counts.
 */
export function requirePrivate(): void {
  const first = netnsOf('1')
  if (process.env.NETLINK_TS_PRIVATE !== undefined || (first !== undefined && netnsOf('self') !== first)) return
  throw new Error(
    'this test changes its network namespace: run it through `npm test` or `scripts/private npx mocha FILE`',
  )
}
