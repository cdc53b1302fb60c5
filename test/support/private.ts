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

/** Throws where a test would reach the machine's own network: outside `scripts/private` and `npm test`. */
export function requirePrivate(): void {
  if (netnsOf('self') === netnsOf('1')) {
    throw new Error(
      'this test changes its network namespace: run it through `npm test` or `scripts/private npx mocha FILE`',
    )
  }
}
