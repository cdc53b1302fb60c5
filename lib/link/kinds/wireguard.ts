import type { LinkOptions } from '../link.ts'
import { creator } from './creator.ts'
import type { Kind } from './kind.ts'

/** Makes a WireGuard link; its keys and peers are told by `wg`. */
export const createWireguard = creator<'wireguard', LinkOptions>('createWireguard', 'wireguard')

const kind: Kind = { lower: 'none' }
export default kind
