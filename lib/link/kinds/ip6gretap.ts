import { creator, type DataOptions } from './creator.ts'
import ip6gre, { type Ip6greData } from './ip6gre.ts'

/** Creates a GRE tunnel over IPv6 that carries Ethernet frames, as a bridge port does. */
export const createIp6gretap = creator<'ip6gretap', DataOptions<Ip6greData>>('createIp6gretap', 'ip6gretap')

export default ip6gre
