import type { LinkOptions } from '../link.ts'
import { creator } from './creator.ts'
import type { Kind } from './kind.ts'

/** Makes a dummy link, which drops what it is given. */
export const createDummy = creator<'dummy', LinkOptions>('createDummy', 'dummy')

const kind: Kind = { lower: 'none' }
export default kind
