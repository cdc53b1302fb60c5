import type { LinkOptions } from '../link.ts'
import { creator } from './creator.ts'
import type { Kind } from './kind.ts'

/** Makes an intermediate functional block, to which traffic is redirected to be shaped. */
export const createIfb = creator<'ifb', LinkOptions>('createIfb', 'ifb')

const kind: Kind = { lower: 'none' }
export default kind
