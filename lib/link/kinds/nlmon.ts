import type { LinkOptions } from '../link.ts'
import { creator } from './creator.ts'
import type { Kind } from './kind.ts'

/** Creates a netlink monitor, on which packet sockets see the netlink messages of its namespace. */
export const createNlmon = creator<'nlmon', LinkOptions>('createNlmon', 'nlmon')

const kind: Kind = { lower: 'none' }
export default kind
