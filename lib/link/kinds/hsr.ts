import { mac } from '../../wire/address.ts'
import { attrs } from '../../wire/attrs.ts'
import { limit, u8, u16 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'
import { oneLink } from '../../wire/reference.ts'
import type { Input, Public, Value } from '../../wire/type.ts'
import { iproute2 } from '../../wire/unknown.ts'
import { creator, type DataOptions } from './creator.ts'
import type { Kind } from './kind.ts'

/** A node of a redundant network (HSR and PRP, IEC 62439-3): enum IFLA_HSR_* of include/uapi/linux/if_link.h. */
const table = attrs('IFLA_HSR', {
  /** First link of the ring, or to the first network. */
  slave1: [1, oneLink],
  /** Second link of the ring, or to the second network. */
  slave2: [2, oneLink],
  /** Last byte of the multicast address of supervision frames, 0 by default; iproute2: `supervision`. */
  multicastSpec: [3, iproute2(u8, 'supervision')],
  /** Multicast address of supervision frames, '01:15:4e:00:01:00'; its last byte is `multicastSpec`. */
  supervisionAddr: [4, mac, 'report'],
  /** Sequence number of the last frame. */
  seqNr: [5, u16, 'report'],
  /** Version of HSR, 0 (2010, the default) or 1 (2012). */
  version: [6, limit(u8, 0, 1)],
  /** 'hsr' for a ring (the default), 'prp' for two parallel networks; iproute2: `proto`. */
  protocol: [7, iproute2(names(u8, { hsr: 0, prp: 1 }, 'HSR_PROTOCOL'), 'proto')],
  /** Link to a node or network that does not know the protocol (RedBox). Since Linux 6.10. */
  interlink: [8, oneLink],
})

/** Properties that can be set on an HSR or PRP node. */
export interface HsrData extends Input<typeof table>, Public {}
/** Properties of an HSR or PRP node, as listed. */
export interface HsrReport extends Value<typeof table>, Public {}

/** Creates a node of a redundant network (HSR or PRP). Requires `data.slave1` and `data.slave2`. */
export const createHsr = creator<'hsr', DataOptions<HsrData>>('createHsr', 'hsr')

const kind: Kind<HsrReport, HsrData> = {
  table,
  lower: 'none',
  required: [['data.slave1'], ['data.slave2']],
  fixed: ['slave1', 'slave2', 'multicastSpec', 'version', 'protocol', 'interlink'],
}
export default kind
