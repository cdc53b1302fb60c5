import { creator, type DataOptions } from './creator.ts'
import macvlan, { type MacvlanData } from './macvlan.ts'

/** Makes a macvtap on the link `link`: a macvlan whose packets a program reads from /dev/tapINDEX. */
export const createMacvtap = creator<'macvtap', DataOptions<MacvlanData>>('createMacvtap', 'macvtap')

export default macvlan
