import { type Attrs, attrs } from '../wire/attrs.ts'
import { type Message, message } from '../wire/message.ts'
import type { Struct } from '../wire/struct.ts'
import { rows } from './attributes.ts'
import { header } from './header.ts'

type Peer = Message<typeof header extends Struct<infer F> ? F : never, typeof rows>

/** A virtual Ethernet cable: enum VETH_INFO_* of include/uapi/linux/veth.h. Its other end is a message of its own. */
export const veth: Attrs<{ readonly peer: readonly [1, Peer] }> = attrs('VETH_INFO', {
  peer: [1, message('IFLA', header, rows)],
})
