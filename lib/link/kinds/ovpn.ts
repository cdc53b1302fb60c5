import { attrs } from '../../wire/attrs.ts'
import { u8 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'
import type { Input, Public, Value } from '../../wire/type.ts'
import { creator, type DataOptions } from './creator.ts'
import type { Kind } from './kind.ts'

/** A tunnel of OpenVPN: enum IFLA_OVPN_* of include/uapi/linux/if_link.h. */
const table = attrs('IFLA_OVPN', {
  /** 'p2p' (the default) for one peer, 'mp' for several. */
  mode: [1, names(u8, { p2p: 0, mp: 1 }, 'OVPN_MODE')],
})

/** Properties that can be set on a tunnel of OpenVPN. */
export interface OvpnData extends Input<typeof table>, Public {}
/** Properties of a tunnel of OpenVPN, as listed. */
export interface OvpnReport extends Value<typeof table>, Public {}

/** Creates a tunnel of OpenVPN, whose peers and keys generic netlink sets. Since Linux 6.16. */
export const createOvpn = creator<'ovpn', DataOptions<OvpnData>>('createOvpn', 'ovpn')

const kind: Kind<OvpnReport, OvpnData> = { table, lower: 'none', fixed: ['mode'] }
export default kind
