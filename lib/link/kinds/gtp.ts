import { ip4, ip6 } from '../../wire/address.ts'
import { attrs } from '../../wire/attrs.ts'
import { flagByte, u8, u32 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'
import type { Input, Public, Value } from '../../wire/type.ts'
import { iproute2 } from '../../wire/unknown.ts'
import { creator, type DataOptions } from './creator.ts'
import type { Kind } from './kind.ts'

/** A GTP tunnel of a mobile network: enum IFLA_GTP_* of include/uapi/linux/if_link.h. */
const table = attrs('IFLA_GTP', {
  /** Descriptor of the UDP socket for GTP version 0. The kernel does not report it. */
  fd0: [1, u32],
  /** Descriptor of the UDP socket for GTP version 1. The kernel does not report it. */
  fd1: [2, u32],
  /** Size of the table of contexts, 1024 by default; iproute2: `hsize`. */
  pdpHashsize: [3, iproute2(u32, 'hsize')],
  /** 'ggsn' (the default) or 'sgsn': whether received packets are from the side of the user or of the network. */
  role: [4, names(u32, { ggsn: 0, sgsn: 1 }, 'GTP_ROLE')],
  /** The kernel opens the sockets, in place of `fd0` and `fd1`; `ip` always sets it. The kernel does not report it. Since Linux 5.18. */
  createSockets: [5, flagByte],
  /** Restart counter, which echo messages contain; iproute2: `restart_count`. Since Linux 5.18. */
  restartCount: [6, u8],
  /** IPv4 address to which the sockets are bound; requires `createSockets`. Since Linux 6.13. */
  local: [7, ip4],
  /** IPv6 address to which the sockets are bound; requires `createSockets`; iproute2: `local`. Since Linux 6.13. */
  local6: [8, ip6],
})

/** Properties that can be set on a GTP tunnel. */
export interface GtpData extends Input<typeof table>, Public {}
/** Properties of a GTP tunnel, as listed. */
export interface GtpReport extends Value<typeof table>, Public {}

/** Creates a GTP tunnel. Requires `data.createSockets`, or a socket in `data.fd0` or `data.fd1`. */
export const createGtp = creator<'gtp', DataOptions<GtpData>>('createGtp', 'gtp')

const kind: Kind<GtpReport, GtpData> = {
  table,
  lower: 'none',
  required: [['data.createSockets', 'data.fd0', 'data.fd1']],
  fixed: ['pdpHashsize', 'role', 'restartCount', 'local', 'local6'],
}
export default kind
