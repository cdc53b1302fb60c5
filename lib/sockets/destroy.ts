import { constants } from '../builtin.ts'
import { callerError, describeValue } from '../errors.ts'
import type { Handle } from '../transport/handle.ts'
import type { Limits } from '../transport/limit.ts'
import type { Explanation } from '../transport/request-type.ts'
import { readLimits } from '../verb/filter.ts'
import { deleteEach } from '../verb/flush.ts'
import { verb } from '../verb/verb.ts'
import type { Verdict } from '../wire/extack.ts'
import { exactRequest, publish } from './exact-request.ts'
import { readSockets, type Selected, type SocketSelection } from './filter.ts'
import { kinds } from './kinds.ts'
import { isListed } from './listed.ts'
import { exact } from './reference.ts'
import { selectedSockets } from './selected.ts'
import type { Socket } from './types.ts'

/** Protocols whose sockets the kernel destroys, all in `FOUND_BY_ENDS`. */
const DESTROYED = ['tcp', 'udp', 'udplite', 'raw', 'dccp'] as const
type Destroyed = (typeof DESTROYED)[number]

/** Selects sockets to destroy. */
export interface DestroyFilter extends Omit<SocketSelection, 'protocol' | 'path'>, Limits {
  /** Protocol, or several: 'tcp' and 'udp' by default. */
  protocol?: Destroyed | readonly Destroyed[] | undefined
}

/** Sockets that can be destroyed. */
export type DestroyedSocket = Socket<Destroyed>

/** A filter of these alone would cut every connection of a host. */
const WIDE: readonly string[] = ['family']

/** Where the kernel does not destroy sockets at all. */
function explained({ error, msg }: Verdict): Explanation | undefined {
  if (error !== -constants.errno.EOPNOTSUPP || msg !== undefined) return undefined
  return { reason: 'the kernel does not destroy such sockets (CONFIG_INET_DIAG_DESTROY)' }
}

async function destroy(handle: Handle, socket: Socket, limits: Limits): Promise<void> {
  const found = exact(socket, true)
  const request = await exactRequest(handle, 'destroySockets', found, false, limits)
  const { verbs } = kinds[found.protocol]
  return handle.request(
    verbs('destroySockets', 'delete', { explained, publish, subject: () => undefined }),
    request,
    undefined,
    limits,
  )
}

function checkSelected(selected: Selected): void {
  if (Object.keys(selected).some((key) => !WIDE.includes(key))) return
  throw new TypeError(
    'destroySockets: expected one of states, local, remote, link, mark, cgroup, uid, inode at least; an empty filter would destroy every socket',
  )
}

async function chosen(handle: Handle, filter: DestroyFilter, within: Limits | undefined) {
  const checked = readSockets('destroySockets', filter as never, within, DESTROYED, false)
  checkSelected(checked.selected)
  const protocols = checked.protocols ?? (['tcp', 'udp'] as const)
  return { limits: checked.limits, sockets: await selectedSockets(handle, 'destroySockets', { ...checked, protocols }) }
}

function listed(filter: unknown): Socket[] | undefined {
  if (!Array.isArray(filter)) return isListed(filter) ? [filter as Socket] : undefined
  const wrong = filter.findIndex((one) => !isListed(one))
  if (wrong >= 0)
    throw new TypeError(`destroySockets: [${wrong}] must be a listed socket, not ${describeValue(filter[wrong])}`)
  return filter as Socket[]
}

function checkListed(socket: unknown): void {
  try {
    exact(socket, true)
  } catch (thrown) {
    throw callerError('destroySockets', thrown)
  }
}

/**
 * Destroys sockets (`ss -K`), by a filter or as listed, and resolves with how many: a connection is reset, and the programs at both ends get an error
 * (ECONNABORTED at this end). A filter must select by more than protocol and family. A socket that is gone already is not counted.
 * Needs CAP_NET_ADMIN, and a kernel with CONFIG_INET_DIAG_DESTROY: EOPNOTSUPP without.
 *
 * ```ts
 * await destroySockets({ protocol: 'tcp', remote: '10.0.0.7', states: ['established'] })
 * ```
 */
export const destroySockets = verb(
  'destroySockets',
  async (
    handle: Handle,
    filter: DestroyFilter | DestroyedSocket | readonly DestroyedSocket[],
    limits?: Limits,
  ): Promise<number> => {
    const given = listed(filter)
    if (given !== undefined) given.forEach(checkListed)
    const { sockets, limits: within } =
      given === undefined
        ? await chosen(handle, filter as DestroyFilter, limits)
        : { sockets: given, limits: readLimits('destroySockets', {}, limits) }
    return deleteEach(sockets, (one) => destroy(handle, one, within), ['ENOENT'])
  },
  { undo: 'none' },
)
