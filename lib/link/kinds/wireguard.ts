import type { LinkOptions } from '../link.ts'
import { creator } from './creator.ts'
import type { Kind } from './kind.ts'

/** Creates a WireGuard link; set its keys and peers with `wg`. */
export const createWireguard = creator<'wireguard', LinkOptions>('createWireguard', 'wireguard')

const kind: Kind = { lower: 'none' }
export default kind
