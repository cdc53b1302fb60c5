import { type Attrs, attrs } from '../../wire/attrs.ts'
import { type Message, message } from '../../wire/message.ts'
import type { Struct } from '../../wire/struct.ts'
import { rows } from '../attributes.ts'
import { header } from '../header.ts'
import { creator } from './creator.ts'
import type { Kind } from './kind.ts'
import type { PeerOptions } from './veth.ts'

type Peer = Message<typeof header extends Struct<infer F> ? F : never, typeof rows>

/** A pair of CAN links: enum VXCAN_INFO_* of include/uapi/linux/can/vxcan.h. The peer is a complete link message. */
const table: Attrs<{ readonly peer: readonly [1, Peer] }> = attrs('VXCAN_INFO', {
  peer: [1, message('IFLA', header, rows)],
})

/** Creates a pair of CAN links, each of which receives what the other one sends; `peer` is as in {@link createVeth}. */
export const createVxcan = creator<'vxcan', PeerOptions>('createVxcan', 'vxcan')

const kind: Kind = { table, lower: 'none', pair: true }
export default kind
