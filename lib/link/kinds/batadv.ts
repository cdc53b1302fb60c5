import { attrs } from '../../wire/attrs.ts'
import { text } from '../../wire/text.ts'
import type { Input, Public } from '../../wire/type.ts'
import { creator, type DataOptions } from './creator.ts'
import type { Kind } from './kind.ts'

/** A mesh of B.A.T.M.A.N. advanced: enum batadv_ifla_attrs of include/uapi/linux/batman_adv.h. */
const table = attrs('IFLA_BATADV', {
  /** Routing algorithm, 'BATMAN_IV' or 'BATMAN_V'. The kernel does not report it. */
  algoName: [1, text(19)],
})

/** Properties that can be set on a mesh of B.A.T.M.A.N. advanced. */
export interface BatadvData extends Input<typeof table>, Public {}

/** Creates a mesh of B.A.T.M.A.N. advanced; links join it by `master`. */
export const createBatadv = creator<'batadv', DataOptions<BatadvData>>('createBatadv', 'batadv')

const kind: Kind<unknown, BatadvData> = { table, lower: 'none' }
export default kind
