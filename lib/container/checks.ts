import { resolve } from '../builtin.ts'
import { describeValue, InputError } from '../errors.ts'
import { checkLinkName, checkText } from '../wire/text.ts'
import { addressNumber, addressText, mustBeAddress, overlap, parseUnicast, subnetText } from './subnet.ts'

/** Longest name of a link: IFNAMSIZ minus the closing NUL. */
const LONGEST = 15

/** An address, as the kernel writes it. */
export function address(family: 4 | 6): (value: unknown) => string {
  return (value) => {
    const number = typeof value === 'string' ? addressNumber(value, family) : undefined
    if (number === undefined) throw new InputError(`${mustBeAddress(family, value)}, not ${describeValue(value)}`)
    return addressText(number, family)
  }
}

/** Prefixes of either family, none of which contains another. */
export function remoteSubnets(value: unknown): string[] {
  if (!Array.isArray(value)) throw new InputError(`must be an array, not ${describeValue(value)}`)
  const found = value.map((one, i) => {
    const family = typeof one === 'string' && one.includes(':') ? 6 : 4
    try {
      return parseUnicast(one, family)
    } catch (thrown) {
      throw thrown instanceof InputError ? thrown.under(`[${i}]`) : thrown
    }
  })
  for (const [i, one] of found.entries()) {
    const other = found.slice(0, i).find((before) => overlap(before, one))
    if (other !== undefined) throw new InputError(`must not overlap: ${subnetText(other)} and ${subnetText(one)}`)
  }
  return found.map(subnetText)
}

export function boolean(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new InputError(`must be true or false, not ${describeValue(value)}`)
  return value
}

/** A folder that a network can have for itself. */
export function stateFolder(value: unknown): string {
  checkText(value)
  if (!value.startsWith('/')) throw new InputError(`must be an absolute path, not ${describeValue(value)}`)
  const path = resolve(value)
  if (path === '/')
    throw new InputError(`must be a folder of the network's own, not ${describeValue(value)}, which is the root`)
  return path
}

/** Folders of net.ipv4.conf and net.ipv6.conf that are not those of links. */
const NO_LINKS = ['all', 'default']

/** The name of a link of at most 15 bytes. */
export function shortName(value: unknown): string {
  checkLinkName(value as string)
  const { length } = new TextEncoder().encode(value as string)
  if (length > LONGEST)
    throw new InputError(`must be at most ${LONGEST} bytes long, not ${length}: ${describeValue(value)}`, 'range')
  if ((value as string).includes('%') || (value as string).includes('\0'))
    throw new InputError(`must not contain '%' or NUL: ${describeValue(value)}`)
  if (NO_LINKS.includes(value as string))
    throw new InputError(
      `must not be ${describeValue(value)}: the kernel uses that name for the parameters of every link`,
    )
  if (value === 'lo') throw new InputError("must not be 'lo', the loopback")
  return value as string
}

/** The name becomes the name of a folder too, where '@' and a leading dot mean something else, and of a set's element, where '*' does. */
export function networkName(value: unknown): string {
  const name = shortName(value)
  if (name.startsWith('.') || /[@*]/.test(name))
    throw new InputError(`must not begin with '.' or contain '@' or '*': ${describeValue(value)}`)
  return name
}

/** The hardware address of one link. */
export function macAddress(value: unknown): string {
  if (typeof value !== 'string' || !/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(value))
    throw new InputError(`must be a hardware address such as 02:00:00:00:00:01, not ${describeValue(value)}`)
  if ((Number.parseInt(value.slice(0, 2), 16) & 1) !== 0)
    throw new InputError(`must be a unicast address, not the multicast address ${describeValue(value)}`)
  if (value === '00:00:00:00:00:00') throw new InputError(`must not be ${describeValue(value)}, which no link can have`)
  return value.toLowerCase()
}
