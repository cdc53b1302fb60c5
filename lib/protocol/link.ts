import type { Handle, Sender } from '../transport/handle.ts'
import type { Limits } from '../transport/limit.ts'
import { u8, u16, u32 } from '../wire/integers.ts'
import { message } from '../wire/message.ts'
import { type LinkRef, oneLink } from '../wire/reference.ts'
import { struct } from '../wire/struct.ts'
import { binary, linkName } from '../wire/text.ts'
import { rtnetlink } from './rtnetlink.ts'

/** The attributes of a link that other modules need: struct ifinfomsg and IFLA_* of include/uapi/linux/if_link.h. */
const link = message(
  'IFLA',
  struct({ family: u8, _pad: u8, type: u16, index: oneLink, flags: u32, change: u32 }, 'ifinfomsg'),
  { address: [1, binary], ifname: [3, linkName], extMask: [29, u32] },
)

const verb = rtnetlink.verbs('NEWLINK', link)

/** RTEXT_FILTER_SKIP_STATS: without counters. */
const QUERY = { extMask: 8 }

/** Length of a link's hardware address in bytes; 0 if it has none. */
export function addressBytes(sender: Sender, operation: string, ref: LinkRef): Promise<number> {
  const read = verb(operation, 'get', {
    answer: ({ address }: { address?: Uint8Array }) => address?.length ?? 0,
    publish: (path) => (path === 'index' ? 'link' : path),
  })
  return sender.request(read, { ...QUERY, index: ref })
}

/** Index of a link, on behalf of another verb, whose option `key` names it. */
export function linkIndex(
  sender: Sender,
  operation: string,
  key: string,
  ref: LinkRef,
  limits: Limits,
): Promise<number> {
  const read = verb(operation, 'get', {
    answer: ({ index }: LinkName) => index,
    publish: (path) => (path === 'index' ? key : path),
  })
  return sender.request(read, { ...QUERY, index: ref }, undefined, limits)
}

/** A link's name and index. */
export interface LinkName {
  readonly index: number
  readonly ifname?: string
}

const list = verb('listLinks', 'list', { answer: (found: LinkName) => found })

/** The names of all links by index, on behalf of another verb. */
export async function linkNames(
  handle: Handle,
  operation: string,
  limits: Limits,
): Promise<ReadonlyMap<unknown, string>> {
  const found = await handle.list(verb(operation, 'list', { answer: (one: LinkName) => one }), QUERY, limits)
  return new Map(found.map(({ index, ifname = '' }) => [index, ifname]))
}

/** The names of all links. */
export function listLinkNames(handle: Handle): Promise<LinkName[]> {
  return handle.list(list, QUERY)
}
