import type { LinkOptions } from '../link.ts'
import { creator } from './creator.ts'
import type { Kind } from './kind.ts'

/** Creates an intermediate functional block (IFB), a link to which traffic is redirected for shaping. */
export const createIfb = creator<'ifb', LinkOptions>('createIfb', 'ifb')

const kind: Kind = { lower: 'none' }
export default kind
