import { type Attrs, attrs } from '../../wire/attrs.ts'
import { type Message, message } from '../../wire/message.ts'
import type { Struct } from '../../wire/struct.ts'
import { rows } from '../attributes.ts'
import { header } from '../header.ts'
import type { LinkOptions } from '../link.ts'
import { creator } from './creator.ts'
import type { Kind } from './kind.ts'

type Peer = Message<typeof header extends Struct<infer F> ? F : never, typeof rows>

/** A virtual Ethernet cable: enum VETH_INFO_* of include/uapi/linux/veth.h. Its other end is a message of its own. */
const table: Attrs<{ readonly peer: readonly [1, Peer] }> = attrs('VETH_INFO', {
  peer: [1, message('IFLA', header, rows)],
})

/** The options of {@link createVeth}. */
export interface VethOptions extends LinkOptions {
  /** The other end; `netns` puts it into another namespace at once. */
  peer?: LinkOptions | undefined
}

/**
 * Creates a veth pair (`ip link add type veth peer`), in one message whatever the namespace of the peer and the bridge of the
 * first end. `peer.up`, `peer.master`, `peer.port`, `peer.alias` and the like follow in a second message; with `peer.netns` that
 * is sent by a temporary handle in that namespace, which costs a socket and a round trip (a batch refuses it: for many links, use a
 * handle of your own there). If the second message fails, the pair is deleted.
 * The result does not contain the settings as a port (`port`, `portKind`) or the final `operstate`: {@link getLink}
 * returns them.
 *
 * ```ts
 * await createVeth({ name: 'veth0', master: 'br0', up: true, peer: { name: 'eth0', netns, up: true } })
 * ```
 */
export const createVeth = creator<'veth', VethOptions>('createVeth', 'veth')

const kind: Kind = { table, lower: 'none' }
export default kind
