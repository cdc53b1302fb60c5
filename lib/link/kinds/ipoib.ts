import { attrs } from '../../wire/attrs.ts'
import { bool, u16 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'
import type { Input, Public, Value } from '../../wire/type.ts'
import { creator, type DataOptions } from './creator.ts'
import type { Kind } from './kind.ts'

/** IP over InfiniBand: enum IFLA_IPOIB_* of include/uapi/linux/if_link.h. */
const table = attrs('IFLA_IPOIB', {
  /** Partition key, 0x8001 to 0xffff; that of the lower link by default. */
  pkey: [1, u16],
  /** Transport: 'datagram' or 'connected'. */
  mode: [2, names(u16, { datagram: 0, connected: 1 }, 'IPOIB_MODE')],
  /** Sends multicast of user-space programs to the subnet. */
  umcast: [3, bool(u16)],
})

/** Properties that can be set on a link of IP over InfiniBand. */
export interface IpoibData extends Input<typeof table>, Public {}
/** Properties of a link of IP over InfiniBand, as listed. */
export interface IpoibReport extends Value<typeof table>, Public {}

/** Creates a partition of IP over InfiniBand on `link`. Requires `link`. */
export const createIpoib = creator<'ipoib', DataOptions<IpoibData>>('createIpoib', 'ipoib')

const kind: Kind<IpoibReport, IpoibData> = { table, lower: 'link', required: [['link']], fixed: ['pkey'] }
export default kind
