import type { LinkOptions } from '../link.ts'
import { creator } from './creator.ts'
import type { Kind } from './kind.ts'

/** Creates a link for IPv6 (6LoWPAN) on `link`, which is of IEEE 802.15.4. Requires `link`. */
export const createLowpan = creator<'lowpan', LinkOptions>('createLowpan', 'lowpan')

const kind: Kind = { lower: 'link', required: [['link']] }
export default kind
