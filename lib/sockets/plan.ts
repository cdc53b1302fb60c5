import { linkIndex } from '../protocol/link.ts'
import type { Handle } from '../transport/handle.ts'
import type { RequestType } from '../transport/request-type.ts'
import type { Checked, Selected } from './filter.ts'
import { kinds, PROTOCOLS } from './kinds.ts'
import type { Socket, SocketProtocol } from './types.ts'

/** One dump: sockets of one protocol and family. */
export interface Part {
  readonly verb: RequestType<Socket>
  readonly request: object
  readonly keep: ((socket: Socket) => boolean) | undefined
  /** Whether it is ignored that the kernel does not have the protocol. */
  readonly isOptional: boolean
}

/** The protocols whose sockets a filter selects. */
function protocolsOf(operation: string, { protocols, selected }: Checked): readonly SocketProtocol[] {
  const given = Object.keys(selected) as (keyof Selected)[]
  for (const protocol of protocols ?? []) {
    const wrong = given.find((key) => !kinds[protocol].selecting.includes(key))
    if (wrong !== undefined) throw new TypeError(`${operation}: ${wrong} is not allowed with protocol '${protocol}'`)
  }
  const found = protocols ?? PROTOCOLS.filter((one) => given.every((key) => kinds[one].selecting.includes(key)))
  if (found.length === 0) throw new TypeError(`${operation}: no protocol has all of ${given.join(', ')}`)
  return [...new Set(found)]
}

/** The dumps of a filter. A link is looked up first. */
export async function planOf(handle: Handle, operation: string, checked: Checked): Promise<Part[]> {
  const protocols = protocolsOf(operation, checked)
  const selected = await withIndex(handle, operation, checked)
  return protocols.flatMap((protocol) => {
    const { verbs, answer, requests, keep } = kinds[protocol]
    const verb = verbs<Socket>(operation, 'list', { answer })
    const kept = keep(selected)
    const isOptional = checked.protocols === undefined
    return requests({ ...checked, selected }).map((request) => ({ verb, request, keep: kept, isOptional }))
  })
}

/** The addon would look for a longer name of a link by this protocol, which has no links. */
async function withIndex(handle: Handle, operation: string, { selected, limits }: Checked): Promise<Selected> {
  const { link } = selected
  if (typeof link !== 'string') return selected
  return { ...selected, link: await linkIndex(handle, operation, 'link', link, limits) }
}
