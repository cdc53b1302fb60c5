import { creator, type DataOptions } from './creator.ts'
import gre, { type GreData } from './gre.ts'

/** Creates a GRE tunnel over IPv4 that carries Ethernet frames, as a bridge port does. */
export const createGretap = creator<'gretap', DataOptions<GreData>>('createGretap', 'gretap')

export default gre
