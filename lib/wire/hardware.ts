import { describeValue, InputError } from '../errors.ts'
import { anyIp, mac } from './address.ts'
import type { Bytes } from './bytes.ts'
import { ip4Text, ip6Text, parseIp4, parseIp6 } from './ip-text.ts'
import type { Type } from './type.ts'

/** ETH_ALEN of include/uapi/linux/if_ether.h. */
export const ETHERNET_BYTES = 6

const MAC = /^[0-9a-f]{2}(:[0-9a-f]{2})*$/i

/**
 * A hardware address: `aa:bb:cc:dd:ee:ff` for Ethernet, an IP address for IP tunnels, whose hardware address is the local end. `ofTunnel`
 * decides which one an address of 4 or 16 bytes is; in a request, the text does.
 */
export function hardware(ofTunnel: (bytes: Bytes, length: number) => boolean): Type<string> {
  return {
    size: 1,
    read(bytes, at, length) {
      if ((length === 4 || length === 16) && ofTunnel(bytes, length)) {
        return length === 4 ? ip4Text(bytes.u8, at) : ip6Text(bytes.u8, at)
      }
      return mac.read(bytes, at, length)
    },
    write(writer, value) {
      if (typeof value !== 'string' || MAC.test(value)) return mac.write(writer, value)
      try {
        anyIp.write(writer, value)
      } catch (thrown) {
        if (!(thrown instanceof InputError)) throw thrown
        throw new InputError(
          `must be a hardware address such as 02:00:00:00:00:01, or an IP address for a tunnel, not ${describeValue(value)}`,
        )
      }
    },
  }
}

/** Length of a hardware address in bytes; undefined if it is invalid, which is reported when it is written. */
export function hardwareBytes(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined
  if (MAC.test(value)) return (value.length + 1) / 3
  if (parseIp4(value, 0, value.length) >= 0) return 4
  return parseIp6(value) === undefined ? undefined : 16
}

/** The error for an address of the wrong length: the kernel silently truncates a longer one. */
export function wrongLength(value: unknown, bytes: number, expected: number): InputError {
  if (expected === 0) return new InputError('is not allowed here: the link has no hardware address')
  return new InputError(`must be ${expected} bytes long, not ${bytes} (${describeValue(value)})`, 'range')
}
