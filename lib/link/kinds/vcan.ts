import type { LinkOptions } from '../link.ts'
import { creator } from './creator.ts'
import type { Kind } from './kind.ts'

/** Creates a virtual CAN link, which receives what it sends. */
export const createVcan = creator<'vcan', LinkOptions>('createVcan', 'vcan')

const kind: Kind = { lower: 'none' }
export default kind
