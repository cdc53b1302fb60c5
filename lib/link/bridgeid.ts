import { mac } from '../wire/address.ts'
import type { Type } from '../wire/type.ts'

/** struct ifla_bridge_id: priority and address of a bridge, `8000.02:00:00:00:00:01`. Only ever reported. */
export const bridgeId: Type<string> = {
  size: 8,
  label: 'ifla_bridge_id',
  read(bytes, at) {
    const priority = ((bytes.u8[at] as number) << 8) | (bytes.u8[at + 1] as number)
    return `${priority.toString(16).padStart(4, '0')}.${mac.read(bytes, at + 2, 6)}`
  },
  write: () => undefined,
}
