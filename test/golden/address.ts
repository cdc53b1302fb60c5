import { type Layout, type Normal, normal } from './normal.ts'

const LAYOUT: Layout = { header: 8, strings: ['3'], nests: [], hops: [] }

const NLM_F_ACK = 4
const AF_INET6 = '0a'
const IFA_LOCAL = 2
const IFA_FLAGS = 8

/** What the kernel works out by itself: secondary, dadfailed, deprecated, tentative, permanent, stable_privacy. */
const STATE = 0x01 | 0x08 | 0x20 | 0x40 | 0x80 | 0x800

const numberOf = (attribute: string) => Number(attribute.split(' ')[0])
const payloadOf = (attribute: string) => attribute.split(' ')[1] as string

/**
 * A request about an address as the kernel takes it. The flags are IFA_FLAGS or else the header's; for IPv6, IFA_LOCAL says nothing where
 * it is IFA_ADDRESS again; whether an acknowledgement is asked for is the transport's affair.
 */
export function addressNormal(message: Uint8Array): Normal & { bits: number } {
  const { type, flags, header, attributes } = normal(message, LAYOUT)
  const find = (number: number) => attributes.find((attribute) => numberOf(attribute) === number)
  const given = find(IFA_FLAGS)
  const own = find(IFA_LOCAL)
  const again = header.startsWith(AF_INET6) && own !== undefined && attributes.includes(`1 ${payloadOf(own)}`)
  return {
    type,
    flags: flags & ~NLM_F_ACK,
    header: `${header.slice(0, 4)}..${header.slice(6)}`,
    bits:
      given === undefined
        ? Number.parseInt(header.slice(4, 6), 16)
        : Buffer.from(payloadOf(given), 'hex').readUInt32LE(),
    attributes: attributes.filter((attribute) => attribute !== given && !(again && attribute === own)),
  }
}

/** What is left of a report when its state is taken away. */
export function givenBack({ header, bits, attributes }: ReturnType<typeof addressNormal>) {
  return { header, bits: bits & ~STATE, attributes }
}
