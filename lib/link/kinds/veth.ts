import { type Attrs, attrs } from '../../wire/attrs.ts'
import { type Message, message } from '../../wire/message.ts'
import type { Struct } from '../../wire/struct.ts'
import type { Public } from '../../wire/type.ts'
import { rows } from '../attributes.ts'
import { header } from '../header.ts'
import type { LinkOptions } from '../link.ts'
import { creator } from './creator.ts'
import type { Kind } from './kind.ts'

type Peer = Message<typeof header extends Struct<infer F> ? F : never, typeof rows>

/** A veth pair: enum VETH_INFO_* of include/uapi/linux/veth.h. The peer is a complete link message. */
const table: Attrs<{ readonly peer: readonly [1, Peer] }> = attrs('VETH_INFO', {
  peer: [1, message('IFLA', header, rows)],
})

/** The options of a link that is made with its peer. */
export interface PeerOptions extends LinkOptions {
  /** The other end; `netns` creates it in another namespace. If absent, the kernel creates a peer in the same namespace and chooses its name. */
  peer?: LinkOptions | undefined
}

/** The options of {@link createVeth}. */
export interface VethOptions extends PeerOptions, Public {}

/**
 * Creates a veth pair (`ip link add type veth peer`), in one message whatever the namespace of the peer and whichever bridge the first end
 * joins. `peer.up`, `peer.master`, `peer.port`, `peer.alias` and the like are set by a second message. With `peer.netns`, that message is
 * sent by a temporary handle in that namespace, which costs a socket and a round trip; a batch rejects it (for many links, open a handle
 * there). If any of this fails, the pair is removed. The result does not contain `port`, `portKind` and the final `operstate`; call
 * {@link getLink} for them.
 *
 * ```ts
 * await createVeth({ name: 'veth0', master: 'br0', up: true, peer: { name: 'eth0', netns, up: true } })
 * ```
 */
export const createVeth = creator<'veth', VethOptions>('createVeth', 'veth')

const kind: Kind = { table, lower: 'none', pair: true }
export default kind
