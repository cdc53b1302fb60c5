import { attrs } from '../../wire/attrs.ts'
import { be16, beId64, bool, limit, u8, u32 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'
import type { Input, Public, Value } from '../../wire/type.ts'
import { iproute2 } from '../../wire/unknown.ts'
import { cipherSuite } from './cipher-suite.ts'
import { creator, type DataOptions } from './creator.ts'
import type { Kind } from './kind.ts'

/** A link with MACsec (IEEE 802.1AE): enum IFLA_MACSEC_* of include/uapi/linux/if_link.h. */
const table = attrs('IFLA_MACSEC', {
  /** Identifier of the secure channel, '0x200000000010001': hardware address and port; by default of this link and port 1. */
  sci: [1, beId64],
  /** Port of the secure channel, 1 by default; in place of `sci`. The kernel does not report it. */
  port: [2, be16],
  /** Length of the integrity check value, 16 bytes by default; iproute2: `icvlen`. */
  icvLen: [3, limit(u8, 8, 32)],
  /** Cipher, 'gcm-aes-128' by default, or its identifier; iproute2: `cipher`. */
  cipherSuite: [4, iproute2(cipherSuite, 'cipher')],
  /** How many packets may arrive late with `replayProtect`. */
  window: [5, u32],
  /** Secure association for sent packets, 0 to 3; iproute2: `encodingsa`. */
  encodingSa: [6, limit(u8, 0, 3)],
  /** Encrypts; otherwise packets are only authenticated. Off by default. */
  encrypt: [7, bool(u8)],
  /** Protects sent packets; on by default. */
  protect: [8, bool(u8)],
  /** Sends the identifier of the secure channel; on by default; iproute2: `send_sci`. */
  incSci: [9, iproute2(bool(u8), 'send_sci')],
  /** Sets the end station bit, with which the receiver derives the identifier from the source address; requires `incSci: false`; iproute2: `end_station`. */
  es: [10, iproute2(bool(u8), 'end_station')],
  /** Sets the single copy broadcast bit; requires `incSci: false`, and not `es`. */
  scb: [11, bool(u8)],
  /** Drops packets that were received before; requires `window`; iproute2: `replay`. */
  replayProtect: [12, iproute2(bool(u8), 'replay')],
  /** What happens to received packets that are invalid: 'strict' (the default) drops them, 'check' counts them; iproute2: `validate`. */
  validation: [13, iproute2(names(u8, { disabled: 0, check: 1, strict: 2 }, 'MACSEC_VALIDATE'), 'validate')],
  /** Where packets are protected: by the kernel ('off', the default), by the PHY or by the MAC of the lower link. */
  offload: [15, names(u8, { off: 0, phy: 1, mac: 2 }, 'MACSEC_OFFLOAD')],
})

/** Properties that can be set on a link with MACsec. */
export interface MacsecData extends Input<typeof table>, Public {}
/** Properties of a link with MACsec, as listed. */
export interface MacsecReport extends Value<typeof table>, Public {}

/** Creates a link with MACsec on `link`; `ip macsec` adds its keys. Requires `link`. */
export const createMacsec = creator<'macsec', DataOptions<MacsecData>>('createMacsec', 'macsec')

const kind: Kind<MacsecReport, MacsecData> = {
  table,
  lower: 'link',
  required: [['link']],
  // macsec_changelink in drivers/net/macsec.c
  fixed: ['sci', 'port', 'icvLen', 'cipherSuite'],
}
export default kind
