import { describeValue, InputError } from '../../errors.ts'
import { id64 } from '../../wire/integers.ts'
import type { Type } from '../../wire/type.ts'

/** Identifiers of ciphers (MACSEC_CIPHER_ID_* of include/uapi/linux/if_macsec.h), which are not exact as numbers. */
const IDS = {
  'gcm-aes-128': '0x80c20001000001',
  'gcm-aes-256': '0x80c20001000002',
  'gcm-aes-xpn-128': '0x80c20001000003',
  'gcm-aes-xpn-256': '0x80c20001000004',
} as const

/** MACSEC_DEFAULT_CIPHER_ID: the older identifier of gcm-aes-128, which the kernel reports. */
const DEFAULT_ID = '0x80020001000001'

/** A cipher, as `ip` calls it. */
export type CipherSuite = keyof typeof IDS

const WORDS = new Map<string, CipherSuite>([
  ...Object.entries(IDS).map(([word, id]) => [id, word as CipherSuite] as const),
  [DEFAULT_ID, 'gcm-aes-128'],
])

/** The cipher of MACsec; one without a name is its identifier, '0x80c20001000009'. */
export const cipherSuite: Type<CipherSuite | `0x${string}`> = {
  size: id64.size,
  read(bytes, at, length) {
    const id = id64.read(bytes, at, length)
    return WORDS.get(id) ?? (id as `0x${string}`)
  },
  write(writer, value) {
    const word: string = value
    if (typeof word === 'string' && /^0x[0-9a-f]+$/i.test(word)) return id64.write(writer, word)
    const id = Object.hasOwn(IDS, word) ? IDS[word as CipherSuite] : undefined
    if (id === undefined) throw unknownCipher(value)
    id64.write(writer, id)
  },
}

function unknownCipher(value: unknown): InputError {
  const known = Object.keys(IDS).join(', ')
  return new InputError(
    `must be one of ${known} or an identifier such as '0x80c20001000001', not ${describeValue(value)}`,
  )
}
