import { checkText } from '../../wire/text.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Text as the number that its bytes are in network order; the compiler pads it to the length of its field. */
export function bytesOfText(text: string): bigint {
  checkText(text)
  let value = 0n
  for (const byte of encoder.encode(text)) value = (value << 8n) | BigInt(byte)
  return value
}

export function textOfBytes(value: bigint, bits: number): string {
  const bytes: number[] = []
  for (let shift = bits - 8; shift >= 0; shift -= 8) {
    const byte = Number((value >> BigInt(shift)) & 0xffn)
    if (byte === 0) break
    bytes.push(byte)
  }
  return decoder.decode(Uint8Array.from(bytes))
}
