import type { LinkOptions } from '../link.ts'
import { creator } from './creator.ts'
import type { Kind } from './kind.ts'

/** Creates a dummy link, which drops every packet sent to it. */
export const createDummy = creator<'dummy', LinkOptions>('createDummy', 'dummy')

const kind: Kind = { lower: 'none' }
export default kind
