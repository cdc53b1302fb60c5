import { creator, type DataOptions } from './creator.ts'
import macvlan, { type MacvlanData } from './macvlan.ts'

/** Creates a macvtap on `link`: a macvlan whose packets a program reads from /dev/tapINDEX. Requires `link`. */
export const createMacvtap = creator<'macvtap', DataOptions<MacvlanData>>('createMacvtap', 'macvtap')

export default macvlan
