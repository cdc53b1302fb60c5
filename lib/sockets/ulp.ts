import { attrs } from '../wire/attrs.ts'
import { flag, u16 } from '../wire/integers.ts'
import { names } from '../wire/names.ts'
import { text } from '../wire/text.ts'
import { type Public, typed, type Value } from '../wire/type.ts'
import { type MptcpSubflow, subflow } from './mptcp-info.ts'

/** TLS_CONF_* of include/uapi/linux/tls.h: who encrypts. */
const configuration = names(u16, { base: 1, sw: 2, hw: 3, hw_record: 4 }, 'TLS_CONF')

/** TLS_INFO_* of include/uapi/linux/tls.h. */
const tls = attrs('TLS_INFO', {
  /** Version of TLS: '1.2', '1.3'. */
  version: [1, names(u16, { '1.2': 0x0303, '1.3': 0x0304 }, 'TLS')],
  /** Cipher. */
  cipher: [
    2,
    names(
      u16,
      {
        aes_gcm_128: 51,
        aes_gcm_256: 52,
        aes_ccm_128: 53,
        chacha20_poly1305: 54,
        sm4_gcm: 55,
        sm4_ccm: 56,
        aria_gcm_128: 57,
        aria_gcm_256: 58,
      },
      'TLS_CIPHER',
    ),
  ],
  /** What encrypts: 'base' for the program, 'sw' for the kernel, 'hw' for the network card. */
  txconf: [3, configuration],
  /** What decrypts, likewise. */
  rxconf: [4, configuration],
  /** Whether files are sent without a copy (TLS_TX_ZEROCOPY_RO). */
  zcRoTx: [5, flag],
  /** Whether the peer is expected not to pad (TLS_RX_EXPECT_NO_PAD). */
  rxNoPad: [6, flag],
  /** Most bytes of plain text in a record. Since Linux 7.0. */
  txMaxPayloadLen: [7, u16],
})

/** TLS of the kernel on a connection. */
export interface TlsInfo extends Value<typeof tls>, Public {}

/** The protocol above TCP that the kernel implements: INET_ULP_INFO_* of include/uapi/linux/inet_diag.h. */
export const ulpInfo = attrs('INET_ULP_INFO', {
  /** Name: 'tls', 'mptcp', 'espintcp'. */
  name: [1, text(15)],
  /** TLS of the kernel. */
  tls: [2, typed<TlsInfo>(tls)],
  /** Subflow of MPTCP. */
  mptcp: [3, typed<MptcpSubflow>(subflow)],
})

/** The protocol above TCP that the kernel implements. */
export interface UlpInfo extends Value<typeof ulpInfo>, Public {}
