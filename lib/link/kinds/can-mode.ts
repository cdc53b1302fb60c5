import { u32 } from '../../wire/integers.ts'
import { flags } from '../../wire/names.ts'
import { checkObject } from '../../wire/struct.ts'
import type { Public, Type } from '../../wire/type.ts'
import { type MaskedFlags, type MaskedFlagsInput, maskedFlags } from './masked-flags.ts'

/** CAN_CTRLMODE_* of include/uapi/linux/can/netlink.h. */
const CAN_CTRLMODE = {
  /** Receives what it sends. */
  loopback: 0x1,
  /** Sends nothing, not even acknowledgements; iproute2: `listen-only`. */
  listenonly: 0x2,
  /** Samples each bit three times. */
  '3Samples': 0x4,
  /** Sends each frame once; iproute2: `one-shot`. */
  oneShot: 0x8,
  /** Reports errors of the bus as frames; iproute2: `berr-reporting`. */
  berrReporting: 0x10,
  /** CAN FD: frames of up to 64 bytes, at a second bitrate. */
  fd: 0x20,
  /** Ignores missing acknowledgements; iproute2: `presume-ack`. */
  presumeAck: 0x40,
  /** CAN FD before ISO 11898-1:2015; iproute2: `fd-non-iso`. */
  fdNonIso: 0x80,
  /** Passes the length codes 9 to 15 of classic CAN; iproute2: `cc-len8-dlc`. */
  ccLen8Dlc: 0x100,
  /** The controller measures the delay of the transceiver; iproute2: `tdc-mode auto`. */
  tdcAuto: 0x200,
  /** The delay of the transceiver is `tdc.tdcv`; iproute2: `tdc-mode manual`. */
  tdcManual: 0x400,
  /** Neither sends frames nor error flags, except acknowledgements. Since a Linux newer than 6.18. */
  restricted: 0x800,
  /** CAN XL: frames of up to 2048 bytes. Since a Linux newer than 6.18. */
  xl: 0x1000,
  /** As `tdcAuto`, for CAN XL. Since a Linux newer than 6.18. */
  xlTdcAuto: 0x2000,
  /** As `tdcManual`, for CAN XL. Since a Linux newer than 6.18. */
  xlTdcManual: 0x4000,
  /** Switches the mode of the transceiver for CAN XL. Since a Linux newer than 6.18. */
  xlTms: 0x8000,
} as const

type Bits = typeof CAN_CTRLMODE
const entries = Object.entries(CAN_CTRLMODE) as [keyof Bits, number][]
const checked = maskedFlags(CAN_CTRLMODE)

/** Options of a CAN controller. */
export interface CanMode extends MaskedFlags<Bits>, Public {}
/** Options of a CAN controller to turn on or off; those not given are unchanged. */
export interface CanModeOptions extends MaskedFlagsInput<Bits>, Public {}

/** struct can_ctrlmode: the mask, then the values. The kernel reports a mask of 0. */
export const canMode: Type<CanMode, CanModeOptions> = {
  ...checked,
  read(bytes, at) {
    const values = u32.read(bytes, at + 4, 4)
    return Object.fromEntries(entries.map(([word, bit]) => [word, (values & bit) !== 0]))
  },
  write(writer, value) {
    checkObject(value)
    const start = writer.at
    checked.write(writer, value)
    const [values, mask] = [writer.u32[start >> 2] as number, writer.u32[(start >> 2) + 1] as number]
    writer.u32[start >> 2] = mask
    writer.u32[(start >> 2) + 1] = values
  },
}

/** The options that a controller supports, as a list. */
export const canModes = flags(u32, CAN_CTRLMODE, 'CAN_CTRLMODE')
