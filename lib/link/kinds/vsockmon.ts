import type { LinkOptions } from '../link.ts'
import { creator } from './creator.ts'
import type { Kind } from './kind.ts'

/** Creates a monitor of VM sockets (AF_VSOCK), on which packet sockets see their packets. */
export const createVsockmon = creator<'vsockmon', LinkOptions>('createVsockmon', 'vsockmon')

const kind: Kind = { lower: 'none' }
export default kind
