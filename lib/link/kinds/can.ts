import { attrs } from '../../wire/attrs.ts'
import { u16, u32 } from '../../wire/integers.ts'
import { array } from '../../wire/list.ts'
import { names } from '../../wire/names.ts'
import { struct } from '../../wire/struct.ts'
import { chars } from '../../wire/text.ts'
import { type Input, type Public, typed, type Value } from '../../wire/type.ts'
import { iproute2 } from '../../wire/unknown.ts'
import { type CanMode, type CanModeOptions, canMode, canModes } from './can-mode.ts'
import type { Kind } from './kind.ts'

const bittiming = struct(
  {
    /** Bits per second; the kernel computes the rest from it. */
    bitrate: u32,
    /** Where each bit is sampled, in tenths of a percent: 875 for 87.5 %; iproute2: `sample-point`, a fraction. */
    samplePoint: u32,
    /** Length of a time quantum, in nanoseconds. */
    tq: u32,
    /** Propagation segment, in time quanta; iproute2: `prop-seg`. */
    propSeg: u32,
    /** First phase segment, in time quanta; iproute2: `phase-seg1`. */
    phaseSeg1: u32,
    /** Second phase segment, in time quanta; iproute2: `phase-seg2`. */
    phaseSeg2: u32,
    /** Synchronisation jump width, in time quanta. */
    sjw: u32,
    /** Prescaler of the clock. */
    brp: u32,
  },
  'can_bittiming',
)

/** Timing of the bits on a CAN bus. */
export interface CanBittiming extends Value<typeof bittiming>, Public {}
type CanBittimingOptions = Readonly<Partial<CanBittiming>>

const bittimingConst = struct(
  {
    /** Name of the controller. */
    name: chars(16),
    /** Minimum of the first time segment: `propSeg` and `phaseSeg1`. */
    tseg1Min: u32,
    /** Maximum of the first time segment. */
    tseg1Max: u32,
    /** Minimum of the second time segment: `phaseSeg2`. */
    tseg2Min: u32,
    /** Maximum of the second time segment. */
    tseg2Max: u32,
    /** Maximum of the synchronisation jump width. */
    sjwMax: u32,
    /** Minimum of the prescaler. */
    brpMin: u32,
    /** Maximum of the prescaler. */
    brpMax: u32,
    /** Step of the prescaler. */
    brpInc: u32,
  },
  'can_bittiming_const',
)

/** Limits of a CAN controller for the timing of bits. */
export interface CanBittimingConst extends Value<typeof bittimingConst>, Public {}

const clock = struct(
  {
    /** Frequency in Hz. */
    freq: u32,
  },
  'can_clock',
)

/** Clock of a CAN controller. */
export interface CanClock extends Value<typeof clock>, Public {}

const berrCounter = struct(
  {
    /** Errors while sending. */
    txerr: u16,
    /** Errors while receiving. */
    rxerr: u16,
  },
  'can_berr_counter',
)

/** Error counters of a CAN controller. */
export interface CanBerrCounter extends Value<typeof berrCounter>, Public {}

const tdc = attrs('IFLA_CAN_TDC', {
  /** Minimum of `tdcv`. */
  tdcvMin: [1, u32, 'report'],
  /** Maximum of `tdcv`. */
  tdcvMax: [2, u32, 'report'],
  /** Minimum of `tdco`. */
  tdcoMin: [3, u32, 'report'],
  /** Maximum of `tdco`. */
  tdcoMax: [4, u32, 'report'],
  /** Minimum of `tdcf`. */
  tdcfMin: [5, u32, 'report'],
  /** Maximum of `tdcf`. */
  tdcfMax: [6, u32, 'report'],
  /** Delay of the transceiver, in periods of the clock. */
  tdcv: [7, u32],
  /** Offset of the second sample point, in periods of the clock. */
  tdco: [8, u32],
  /** Window of the filter, in periods of the clock. */
  tdcf: [9, u32],
})

/** Compensation of the transmitter's delay. */
export interface CanTdc extends Value<typeof tdc>, Public {}
/** Compensation of the transmitter's delay, to set. */
export interface CanTdcOptions extends Input<typeof tdc>, Public {}

const ctrlmodeExt = attrs('IFLA_CAN_CTRLMODE', {
  /** Options that the controller has. */
  supported: [1, canModes],
})

/** What a CAN controller is capable of. */
export interface CanModeExt extends Value<typeof ctrlmodeExt>, Public {}

const pwm = attrs('IFLA_CAN_PWM', {
  /** Minimum of `pwms`. */
  pwmsMin: [1, u32, 'report'],
  /** Maximum of `pwms`. */
  pwmsMax: [2, u32, 'report'],
  /** Minimum of `pwml`. */
  pwmlMin: [3, u32, 'report'],
  /** Maximum of `pwml`. */
  pwmlMax: [4, u32, 'report'],
  /** Minimum of `pwmo`. */
  pwmoMin: [5, u32, 'report'],
  /** Maximum of `pwmo`. */
  pwmoMax: [6, u32, 'report'],
  /** Length of the short phase, in periods of the clock. */
  pwms: [7, u32],
  /** Length of the long phase, in periods of the clock. */
  pwml: [8, u32],
  /** Offset, in periods of the clock. */
  pwmo: [9, u32],
})

/** Pulse-width modulation of CAN XL. */
export interface CanPwm extends Value<typeof pwm>, Public {}
/** Pulse-width modulation of CAN XL, to set. */
export interface CanPwmOptions extends Input<typeof pwm>, Public {}

/** enum can_state of include/uapi/linux/can/netlink.h. */
const state = names(
  u32,
  { 'error-active': 0, 'error-warning': 1, 'error-passive': 2, 'bus-off': 3, stopped: 4, sleeping: 5 },
  'CAN_STATE',
)

/** A CAN controller: enum IFLA_CAN_* of include/uapi/linux/can/netlink.h. Its driver creates the link. */
const table = attrs('IFLA_CAN', {
  /** Timing of bits: `{ bitrate: 500000 }`; iproute2: `bitrate` and so on, each an option of its own. */
  bittiming: [1, iproute2(typed<CanBittiming, CanBittimingOptions>(bittiming), 'bitrate', 'sample-point')],
  /** Limits of the timing. */
  bittimingConst: [2, typed<CanBittimingConst>(bittimingConst), 'report'],
  /** Clock of the controller. */
  clock: [3, typed<CanClock>(clock), 'report'],
  /** State of the controller: 'error-active' is the normal one, with 'bus-off' it takes no part in the bus. */
  state: [4, state, 'report'],
  /**
   * Options of the controller; iproute2: `listen-only`, `triple-sampling`, `one-shot`, `berr-reporting`, `presume-ack`, `fd-non-iso`,
   * `cc-len8-dlc`, `tdc-mode`, each an option of its own.
   */
  ctrlmode: [
    5,
    iproute2(
      typed<CanMode, CanModeOptions>(canMode),
      'listen-only',
      'triple-sampling',
      'one-shot',
      'berr-reporting',
      'presume-ack',
      'fd-non-iso',
      'cc-len8-dlc',
      'tdc-mode',
    ),
  ],
  /** Time after which the controller leaves the state 'bus-off', in milliseconds; 0 for never; iproute2: `restart-ms`. */
  restartMs: [6, u32],
  /** 1 makes the controller leave the state 'bus-off' now. */
  restart: [7, u32],
  /** Errors of the bus. */
  berrCounter: [8, typed<CanBerrCounter>(berrCounter), 'report'],
  /** Timing of the bits of the data of CAN FD; iproute2: `dbitrate` and so on, each an option of its own. */
  dataBittiming: [9, iproute2(typed<CanBittiming, CanBittimingOptions>(bittiming), 'dbitrate', 'dsample-point')],
  /** Limits of the timing of data. */
  dataBittimingConst: [10, typed<CanBittimingConst>(bittimingConst), 'report'],
  /** Termination of the bus in ohms; 0 for none. */
  termination: [11, u16],
  /** Terminations that the controller has, in ohms. */
  terminationConst: [12, array(u16), 'report'],
  /** Bitrates that the controller has, if they are fixed. */
  bitrateConst: [13, array(u32), 'report'],
  /** Bitrates of data that the controller has, if they are fixed. */
  dataBitrateConst: [14, array(u32), 'report'],
  /** Maximum bitrate. */
  bitrateMax: [15, u32, 'report'],
  /** Compensation of the transmitter's delay (CAN FD); iproute2: `tdcv`, `tdco`, `tdcf`. */
  tdc: [16, iproute2(typed<CanTdc, CanTdcOptions>(tdc), 'tdcv', 'tdco', 'tdcf')],
  /** What the controller is capable of. Since Linux 5.18. */
  ctrlmodeExt: [17, typed<CanModeExt>(ctrlmodeExt), 'report'],
  /** Timing of the bits of the data of CAN XL. Since a Linux newer than 6.18. */
  xlDataBittiming: [18, typed<CanBittiming, CanBittimingOptions>(bittiming)],
  /** Limits of the timing of data of CAN XL. Since a Linux newer than 6.18. */
  xlDataBittimingConst: [19, typed<CanBittimingConst>(bittimingConst), 'report'],
  /** Bitrates of data of CAN XL that the controller has, if they are fixed. Since a Linux newer than 6.18. */
  xlDataBitrateConst: [20, array(u32), 'report'],
  /** Compensation of the transmitter's delay (CAN XL). Since a Linux newer than 6.18. */
  xlTdc: [21, typed<CanTdc, CanTdcOptions>(tdc)],
  /** Pulse-width modulation of CAN XL. Since a Linux newer than 6.18. */
  xlPwm: [22, typed<CanPwm, CanPwmOptions>(pwm)],
})

/** Properties that can be set on a CAN controller. */
export interface CanData extends Input<typeof table>, Public {}
/** Properties of a CAN controller, as listed. */
export interface CanReport extends Value<typeof table>, Public {}

const kind: Kind<CanReport, CanData> = { table }
export default kind
