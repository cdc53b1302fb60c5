import { attrs } from '../../wire/attrs.ts'
import { s32 } from '../../wire/integers.ts'
import type { Input, Public } from '../../wire/type.ts'
import { creator, type DataOptions } from './creator.ts'
import type { Kind } from './kind.ts'

/** A PPP link: enum IFLA_PPP_* of include/uapi/linux/if_link.h. */
const table = attrs('IFLA_PPP', {
  /** Descriptor of /dev/ppp that the link belongs to. The kernel does not report it. */
  devFd: [1, s32],
})

/** Properties that can be set on a PPP link. */
export interface PppData extends Input<typeof table>, Public {}

/** Creates a PPP link, which vanishes when `data.devFd` is closed. Requires `data.devFd`. */
export const createPpp = creator<'ppp', DataOptions<PppData>>('createPpp', 'ppp')

const kind: Kind<unknown, PppData> = { table, lower: 'none', required: [['data.devFd']] }
export default kind
