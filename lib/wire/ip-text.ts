export const DECIMAL = Array.from({ length: 256 }, (_, n) => String(n))
const DOTTED = DECIMAL.map((text) => `${text}.`)
export const HEX = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0'))

/** Lists are in order, so that most addresses begin like the previous one: `10.0.0.` is created once for many. */
let lastStart = -1
let lastText = ''

function startText(u8: Uint8Array, at: number): string {
  const start = ((u8[at] as number) << 16) | ((u8[at + 1] as number) << 8) | (u8[at + 2] as number)
  if (start !== lastStart) {
    lastStart = start
    lastText =
      (DOTTED[start >> 16] as string) + (DOTTED[(start >> 8) & 255] as string) + (DOTTED[start & 255] as string)
  }
  return lastText
}

/** Gateways and sources are few, and each route has one: their texts are cached, one per slot. */
const keptAddresses = new Int32Array(256)
const keptTexts: string[] = new Array<string>(256).fill('0.0.0.0')

/** `10.0.0.1` from the four bytes at `at`. */
export function ip4Text(u8: Uint8Array, at: number): string {
  const last = u8[at + 3] as number
  const slot = last ^ (u8[at + 2] as number)
  const address = ((u8[at] as number) << 24) | ((u8[at + 1] as number) << 16) | ((u8[at + 2] as number) << 8) | last
  if (keptAddresses[slot] !== address) {
    keptAddresses[slot] = address
    keptTexts[slot] = startText(u8, at) + (DECIMAL[last] as string)
  }
  return keptTexts[slot] as string
}

/** The ends of prefixes of one length, `1/32`. */
const SUFFIXES: (readonly string[] | undefined)[] = []

/** `10.0.0.1/32` */
export function prefix4Text(u8: Uint8Array, at: number, bits: number): string {
  SUFFIXES[bits] ??= DECIMAL.map((text) => `${text}/${bits}`)
  return startText(u8, at) + ((SUFFIXES[bits] as readonly string[])[u8[at + 3] as number] as string)
}

/** The text of RFC 5952 from the sixteen bytes at `at`; IPv4 inside it is dotted where inet_ntop(3) does so. */
export function ip6Text(u8: Uint8Array, at: number): string {
  const { start, length } = longestZeros(u8, at)
  if (start === 0 && length === 6) return `::${ip4Text(u8, at + 12)}`
  if (start === 0 && length === 5 && u8[at + 10] === 0xff && u8[at + 11] === 0xff)
    return `::ffff:${ip4Text(u8, at + 12)}`
  let text = ''
  for (let group = 0; group < 8; group++) {
    if (group === start) {
      text += '::'
      group += length - 1
      continue
    }
    if (text !== '' && !text.endsWith(':')) text += ':'
    text += word(u8, at + group * 2).toString(16)
  }
  return text
}

function word(u8: Uint8Array, at: number): number {
  return ((u8[at] as number) << 8) | (u8[at + 1] as number)
}

/** The first longest run of two or more zero groups; start is -1 when there is none. */
function longestZeros(u8: Uint8Array, at: number): { start: number; length: number } {
  let best = { start: -1, length: 1 }
  let run = 0
  for (let group = 0; group < 8; group++) {
    run = word(u8, at + group * 2) === 0 ? run + 1 : 0
    if (run > best.length) best = { start: group - run + 1, length: run }
  }
  return best
}

/** The address as a number, or -1 if the text from `from` to `to` is not four decimal bytes. */
export function parseIp4(text: string, from: number, to: number): number {
  let address = 0
  let byte = -1
  let dots = 0
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i)
    if (code >= 48 && code <= 57) {
      if (byte === 0) return -1
      byte = (byte < 0 ? 0 : byte * 10) + code - 48
      if (byte > 255) return -1
    } else if (code === 46 && byte >= 0 && dots < 3) {
      address = address * 256 + byte
      byte = -1
      dots++
    } else return -1
  }
  return dots === 3 && byte >= 0 ? address * 256 + byte : -1
}

/** The eight groups of an IPv6 address, or undefined if the text is not one. An IPv4 suffix is accepted. */
export function parseIp6(text: string): number[] | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const head = groups(halves[0] as string, halves.length === 1)
  const tail = halves.length === 2 ? groups(halves[1] as string, true) : []
  if (head === undefined || tail === undefined) return undefined
  const missing = 8 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined
  return [...head, ...new Array<number>(missing).fill(0), ...tail]
}

function groups(text: string, last: boolean): number[] | undefined {
  if (text === '') return []
  const parts = text.split(':')
  const found: number[] = []
  for (const [i, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) {
      found.push(Number.parseInt(part, 16))
      continue
    }
    const address = last && i === parts.length - 1 ? parseIp4(part, 0, part.length) : -1
    if (address < 0) return undefined
    found.push(Math.floor(address / 65536), address % 65536)
  }
  return found
}

/** The version of an IP address, 0 for any other text: `isIP` of node:net without the streams that come with that module, and without zones. */
export function isIP(text: string): 0 | 4 | 6 {
  if (parseIp4(text, 0, text.length) >= 0) return 4
  return text.includes(':') && parseIp6(text) !== undefined ? 6 : 0
}
