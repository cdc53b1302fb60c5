import { NFT_MSG } from '../../../lib/nftables/kernel.ts'
import { addon, type Command } from '../../../lib/nftables/native.ts'

export function written(command: Command): Buffer {
  return Buffer.from(addon().buildRequest(command, 7))
}

export function read(bytes: Uint8Array): unknown {
  return addon().parse(bytes)[0]?.object
}

/** A netlink attribute. */
export function attribute(type: number, ...parts: (Uint8Array | Buffer)[]): Buffer {
  const payload = Buffer.concat(parts)
  const header = Buffer.alloc(4)
  header.writeUInt16LE(payload.length + 4, 0)
  header.writeUInt16LE(type, 2)
  return Buffer.concat([header, payload, Buffer.alloc(-payload.length & 3)])
}

export const text = (value: string) => Buffer.from(`${value}\0`)
export const be32 = (value: number) => Buffer.from([value >>> 24, value >>> 16, value >>> 8, value])

/** A message of nftables, family ip. */
export function message(type: number, ...attributes: Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from([2, 0, 0, 0]), ...attributes])
  const header = Buffer.alloc(16)
  header.writeUInt32LE(body.length + 16, 0)
  header.writeUInt16LE((10 << 8) | type, 4)
  return Buffer.concat([header, body])
}

/** NFTA_RULE_EXPRESSIONS (4) with NFTA_LIST_ELEM (1) of NFTA_EXPR_NAME (1) and NFTA_EXPR_DATA (2). */
export const expression = (name: string, ...data: Buffer[]) =>
  attribute(1, attribute(1, text(name)), attribute(2, Buffer.concat(data)))
export const ruleMessage = (...expressions: Buffer[]) =>
  message(NFT_MSG.NEWRULE, attribute(1, text('t')), attribute(2, text('c')), attribute(4, ...expressions))
