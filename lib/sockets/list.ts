import type { Handle } from '../transport/handle.ts'
import { allNamed, eachNamed, type Links, type Naming, takeNames } from '../verb/naming.ts'
import { stream, verb } from '../verb/verb.ts'
import { type Checked, readSockets, type SocketFilter } from './filter.ts'
import { PROTOCOLS } from './kinds.ts'
import { planOf } from './plan.ts'
import { isAbsent, selectedSockets } from './selected.ts'
import type { Socket, SocketProtocol } from './types.ts'

const linksOf: Links<Socket> = (socket) => [[socket, 'link']]

interface Asked {
  readonly checked: Checked
  readonly names: boolean
}

function asked(operation: string, filter: SocketFilter, limits: Naming | undefined): Asked {
  const taken = takeNames(operation, filter, limits)
  return { checked: readSockets(operation, taken.filter, taken.within, PROTOCOLS), names: taken.names }
}

/**
 * Lists sockets (`ss -a`): of all protocols that the kernel has, or those that a filter selects. Netlink does not report which process has a
 * socket open; its `inode` is that of the link `socket:[4711]` in /proc/PID/fd. ENOENT if the kernel does not have a protocol that was given. What is
 * opened or closed meanwhile may be missing.
 *
 * ```ts
 * const listening = await listSockets({ protocol: 'tcp', states: ['listen'] })
 * const slow = (await listSockets({ protocol: 'tcp', remote: '10.0.0.0/8:443', info: true })).filter(({ info }) => (info?.rtt ?? 0) > 50_000)
 * ```
 */
export const listSockets = verb<
  <P extends SocketProtocol = SocketProtocol>(
    filter?: SocketFilter & { protocol?: P | readonly P[] | undefined },
    limits?: Naming,
  ) => Promise<Socket<P>[]>
>('listSockets', async (handle: Handle, filter: SocketFilter = {}, limits?: Naming): Promise<never> => {
  const { checked, names } = asked('listSockets', filter, limits)
  const found = selectedSockets(handle, 'listSockets', checked)
  return (await (names ? allNamed(handle, 'listSockets', checked.limits, found, linksOf) : found)) as never
})

/** The dumps of a list, one after the other. */
async function* eachSocket(
  handle: Handle,
  operation: string,
  checked: Checked,
): AsyncGenerator<Socket, void, undefined> {
  for (const part of await planOf(handle, operation, checked)) {
    try {
      yield* handle.stream(part.verb, part.request, checked.limits, part.keep)
    } catch (thrown) {
      if (!isAbsent(part, thrown)) throw thrown
    }
  }
}

/**
 * Lists sockets one by one in constant memory; requests more from the kernel only when the previous ones have been consumed. The filter is that of
 * {@link listSockets}.
 */
export const streamSockets: <P extends SocketProtocol = SocketProtocol>(
  filter?: SocketFilter & { protocol?: P | readonly P[] | undefined },
  limits?: Naming,
) => AsyncIterable<Socket<P>> = stream(
  'streamSockets',
  (handle: Handle, filter: SocketFilter = {}, limits?: Naming): never => {
    const { checked, names } = asked('streamSockets', filter, limits)
    const found = eachSocket(handle, 'streamSockets', checked)
    return (names ? eachNamed(handle, 'streamSockets', checked.limits, found, linksOf) : found) as never
  },
)
