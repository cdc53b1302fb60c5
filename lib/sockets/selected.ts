import { NetlinkError } from '../errors.ts'
import type { Handle } from '../transport/handle.ts'
import type { Checked } from './filter.ts'
import { type Part, planOf } from './plan.ts'
import type { Socket } from './types.ts'

/** What a kernel answers that does not have a protocol (sock_diag.c, inet_diag.c). */
const ABSENT: readonly string[] = ['ENOENT', 'EOPNOTSUPP', 'EPROTONOSUPPORT']

/** Whether the kernel does not have what a part of a list is about. */
export function isAbsent({ isOptional }: Part, thrown: unknown): boolean {
  return isOptional && thrown instanceof NetlinkError && ABSENT.includes(thrown.code)
}

/** The sockets that a filter selects. */
export async function selectedSockets(handle: Handle, operation: string, checked: Checked): Promise<Socket[]> {
  const parts = await planOf(handle, operation, checked)
  const lists = await Promise.all(
    parts.map((part) =>
      handle.list(part.verb, part.request, checked.limits, part.keep).catch((thrown: unknown) => {
        if (isAbsent(part, thrown)) return []
        throw thrown
      }),
    ),
  )
  return lists.flat()
}
