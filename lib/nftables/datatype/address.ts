import { ip4Text, ip6Text, parseIp4, parseIp6 } from '../../wire/ip-text.ts'

/** A dotted address, or what inet_aton(3) takes besides (`10.1`, `0x7f000001`); undefined where it is none. */
export function parseIPv4(text: string): number | undefined {
  const dotted = parseIp4(text, 0, text.length)
  return dotted < 0 ? parseParts(text) : dotted
}

function parseParts(text: string): number | undefined {
  const parts = text.split('.')
  if (parts.length > 4) return undefined
  let value = 0
  for (const [index, part] of parts.entries()) {
    if (!/^(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)$/.test(part)) return undefined
    const number = /^0[0-7]+$/.test(part) ? Number.parseInt(part, 8) : Number(part)
    const last = index === parts.length - 1
    if (number >= 2 ** (last ? 32 - 8 * index : 8)) return undefined
    value += last ? number : number * 2 ** (24 - 8 * index)
  }
  return value
}

/** The bytes of the address that is printed. */
const printed = new Uint8Array(16)

export function printIPv4(value: number): string {
  for (let i = 0; i < 4; i++) printed[i] = value >>> (24 - 8 * i)
  return ip4Text(printed, 0)
}

export function parseIPv6(text: string): bigint | undefined {
  return parseIp6(text)?.reduce((value, group) => (value << 16n) | BigInt(group), 0n)
}

export function printIPv6(value: bigint): string {
  for (let i = 0; i < 16; i++) printed[i] = Number((value >> BigInt(120 - 8 * i)) & 0xffn)
  return ip6Text(printed, 0)
}

/** Hexadecimal bytes behind colons. */
export function parseLinkAddress(text: string): { value: bigint; bytes: number } | undefined {
  let value = 0n
  const parts = text.split(':')
  for (const part of parts) {
    if (!/^[0-9a-fA-F]{1,2}$/.test(part)) return undefined
    value = (value << 8n) | BigInt(Number.parseInt(part, 16))
  }
  return { value, bytes: parts.length }
}

export function printLinkAddress(value: bigint, bytes: number): string {
  return (
    value
      .toString(16)
      .padStart(bytes * 2, '0')
      .match(/../g) ?? []
  ).join(':')
}
