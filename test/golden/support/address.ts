import { addAddress, listAddresses } from '../../../lib/address/address.ts'
import { golden } from './golden.ts'

const AF_INET6 = '0a'
const IFA_LOCAL = 2
const IFA_FLAGS = 8

/** Flags that the kernel computes: secondary, dadfailed, deprecated, tentative, permanent, stable_privacy. */
const STATE = 0x01 | 0x08 | 0x20 | 0x40 | 0x80 | 0x800

const numberOf = (attribute: string) => Number(attribute.split(' ')[0])
const payloadOf = (attribute: string) => attribute.split(' ')[1] as string

/**
 * Addresses, captured where v0 is link 10, lo link 1. To the kernel the flags are IFA_FLAGS or else the header's; for IPv6, IFA_LOCAL says
 * nothing if it is IFA_ADDRESS again.
 */
export const addresses = golden('addresses', {
  layout: { header: 8, strings: ['3'] },
  meaning({ header, attributes, ...others }) {
    const find = (number: number) => attributes.find((attribute) => numberOf(attribute) === number)
    const given = find(IFA_FLAGS)
    const own = find(IFA_LOCAL)
    const again = header.startsWith(AF_INET6) && own !== undefined && attributes.includes(`1 ${payloadOf(own)}`)
    return {
      ...others,
      header: `${header.slice(0, 4)}..${header.slice(6)}`,
      bits:
        given === undefined
          ? Number.parseInt(header.slice(4, 6), 16)
          : Buffer.from(payloadOf(given), 'hex').readUInt32LE(),
      attributes: attributes.filter((attribute) => attribute !== given && !(again && attribute === own)),
    }
  },
  list: (from) => from.on(listAddresses)(),
  again: {
    add: (to, address) => to.on(addAddress)(address),
    same: ({ header, bits, attributes }) => ({ header, bits: bits & ~STATE, attributes }),
  },
})
