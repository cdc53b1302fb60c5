import { isIPv6 } from 'node:net'

/** A dotted address, or what inet_aton(3) takes besides (`10.1`, `0x7f000001`); undefined where it is none. */
export function parseIPv4(text: string): number | undefined {
  const dotted = parseDotted(text)
  return dotted === undefined ? parseParts(text) : dotted
}

/** The usual four decimal parts, without a split: this runs once an element of a large set. */
function parseDotted(text: string): number | undefined {
  let value = 0
  let part = -1
  let parts = 0
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48
    if (digit >= 0 && digit <= 9) {
      if (part === 0) return undefined
      part = part < 0 ? digit : part * 10 + digit
      if (part > 255) return undefined
      continue
    }
    if (digit !== -2 || part < 0 || ++parts > 3) return undefined
    value = value * 256 + part
    part = -1
  }
  return part < 0 || parts !== 3 ? undefined : value * 256 + part
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

export function printIPv4(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`
}

export function parseIPv6(text: string): bigint | undefined {
  if (!isIPv6(text) || text.includes('%')) return undefined
  const [head = '', tail] = text.split('::')
  const front = groups(head)
  const back = tail === undefined ? [] : groups(tail)
  let value = 0n
  for (let i = 0; i < 8; i++) {
    const fromBack = i - (8 - back.length)
    const group = i < front.length ? front[i] : fromBack >= 0 ? back[fromBack] : 0
    value = (value << 16n) | BigInt(group ?? 0)
  }
  return value
}

/** The 16-bit groups of one side of `::`, a dotted end being two of them. */
function groups(side: string): number[] {
  const found: number[] = []
  for (const part of side === '' ? [] : side.split(':')) {
    if (part.includes('.')) {
      const dotted = parseIPv4(part) ?? 0
      found.push(dotted >>> 16, dotted & 0xffff)
    } else found.push(Number.parseInt(part, 16))
  }
  return found
}

export function printIPv6(value: bigint): string {
  const groups: number[] = []
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(Number((value >> shift) & 0xffffn))
  return printGroups(groups)
}

/** The address of 16 bytes from `at` on: this runs once an element of a large set. */
export function printIPv6Bytes(bytes: Uint8Array, at: number): string {
  const groups: number[] = []
  for (let i = at; i < at + 16; i += 2) groups.push((bytes[i] as number) * 256 + (bytes[i + 1] as number))
  return printGroups(groups)
}

/** As inet_ntop(3) writes it: the longest run of two or more zero groups shortened, IPv4 tails dotted. */
function printGroups(groups: readonly number[]): string {
  const { start, length } = longestZeros(groups)
  if (start === 0 && (length === 6 || (length === 5 && groups[5] === 0xffff))) {
    const dotted = printIPv4(((groups[6] as number) * 0x10000 + (groups[7] as number)) >>> 0)
    return length === 6 ? `::${dotted}` : `::ffff:${dotted}`
  }
  if (length < 2) return joinGroups(groups, 0, 8)
  return `${joinGroups(groups, 0, start)}::${joinGroups(groups, start + length, 8)}`
}

function joinGroups(groups: readonly number[], from: number, to: number): string {
  let text = ''
  for (let i = from; i < to; i++) text += i === from ? hex(groups[i] as number) : `:${hex(groups[i] as number)}`
  return text
}

function hex(group: number): string {
  return group.toString(16)
}

function longestZeros(parts: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 }
  let length = 0
  for (let i = 0; i < parts.length; i++) {
    length = parts[i] === 0 ? length + 1 : 0
    if (length > best.length) best = { start: i - length + 1, length }
  }
  return best
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
