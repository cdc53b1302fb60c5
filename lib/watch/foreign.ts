import { readdirSync, readlinkSync } from '../builtin.ts'
import { NetlinkError } from '../errors.ts'
import { getNsid } from '../netns/nsid.ts'
import { openReference } from '../netns/reference.ts'
import { rtnetlink } from '../protocol/rtnetlink.ts'
import type { Handle, Watching } from '../transport/handle.ts'
import type { Limiter } from '../transport/limiter.ts'
import type { Publisher } from '../transport/listening.ts'
import type { Descriptor } from '../transport/native.ts'
import type { RequestType } from '../transport/request-type.ts'
import type { NetnsId } from './consumer.ts'

/** The requests that name another namespace by its id: IFLA_TARGET_NETNSID and IFA_TARGET_NETNSID. */
const TARGETED = new Set([rtnetlink.type('GETLINK'), rtnetlink.type('GETADDR')])
/**
 * The handle of another namespace without a socket there, which would keep the namespace alive: links and addresses are read from home, by the id
 * of the namespace; everything else by a socket that exists during the list.
 */
export function foreignHandle(home: Watching, netns: NetnsId, publisher: Publisher, limiter: Limiter): Watching {
  const target = { targetNetnsid: netns.nsid }
  const list: Handle['list'] = async (verb, filter, limits, keep) => {
    if (!TARGETED.has(verb.type))
      return inside(home, netns, limiter, (there) => there.list(verb, filter, limits, keep)).catch(unreachable)
    return (await home.list(verb, { ...filter, ...target }, limits, keep)).map(untargeted)
  }
  const request = async <T>(verb: RequestType<T>, value: object): Promise<T> =>
    untargeted(await home.request(verb, { ...value, ...target }))
  const others = Object.fromEntries(OTHERS.map((key) => [key, home[key].bind(home)]))
  return { ...others, list, request, listening: () => publisher, inode: undefined } as unknown as Watching
}

const OTHERS = ['stream', 'task', 'inside', 'batch', 'send', 'discard', 'receiver'] as const

function unreachable(thrown: unknown): never[] {
  if (thrown instanceof Unreachable) return []
  throw thrown
}

/** Answers contain the id as well. */
function untargeted<T>(item: T): T {
  delete (item as { targetNetnsid?: unknown }).targetNetnsid
  return item
}

async function inside<T>(
  home: Watching,
  netns: NetnsId,
  limiter: Limiter,
  read: (there: Handle) => Promise<T>,
): Promise<T> {
  return limiter.run(async () => {
    const held = await opened(home, netns)
    try {
      return await home.inside({ fd: held.fd }, read)
    } finally {
      held.close()
    }
  })
}

/** The namespace by its name, which may be that of another one meanwhile, or else by a process in it. */
async function opened(home: Handle, { name, nsid }: NetnsId): Promise<Descriptor> {
  if (name !== undefined) {
    const named = await openedAs(home, name, nsid)
    if (named !== undefined) return named
  }
  for (const path of pathsOfProcesses()) {
    const found = await openedAs(home, path, nsid)
    if (found !== undefined) return found
  }
  throw new Unreachable(`the namespace with id ${nsid} has neither a name nor a process`)
}

/** Undefined if it is not the namespace with this id. */
async function openedAs(home: Handle, netns: string, nsid: number | undefined): Promise<Descriptor | undefined> {
  const held = openedOrGone(netns)
  if (held === undefined) return undefined
  let found: number | undefined
  try {
    found = await home.request(getNsid, { fd: { fd: held.fd } })
    return found === nsid ? held : undefined
  } finally {
    if (found !== nsid) held.close()
  }
}

function openedOrGone(netns: string): Descriptor | undefined {
  try {
    return openReference('watch', netns)
  } catch (thrown) {
    if (thrown instanceof NetlinkError && GONE.includes(thrown.code)) return undefined
    throw thrown
  }
}

/** Errors of a path that leads to no namespace any more, or to that of another user. */
const GONE: readonly string[] = ['ENOENT', 'ESRCH', 'EINVAL', 'EACCES', 'EPERM']

/** A path of each namespace that has a process. */
function pathsOfProcesses(): Iterable<string> {
  const paths = new Map<string, string>()
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    try {
      const path = `/proc/${pid}/ns/net`
      paths.set(readlinkSync(path), path)
    } catch {
      // It ended, or is another user's.
    }
  }
  return paths.values()
}

/** Its routes, rules and neighbours cannot be read. */
class Unreachable extends Error {}
