import { attrs } from '../../wire/attrs.ts'
import { u16 } from '../../wire/integers.ts'
import { type Input, type Public, typed, type Value } from '../../wire/type.ts'
import { creator, type DataOptions } from './creator.ts'
import type { Kind } from './kind.ts'
import { maskedFlags } from './masked-flags.ts'

/** RMNET_FLAGS_* of include/uapi/linux/if_link.h. */
const RMNET_FLAGS = {
  /** Splits received frames that contain several packets. */
  ingressDeaggregation: 1 << 0,
  /** Processes received flow control commands. */
  ingressMapCommands: 1 << 1,
  /** Uses the checksums of received packets, version 4. */
  ingressMapCksumv4: 1 << 2,
  /** Adds checksums to sent packets, version 4. */
  egressMapCksumv4: 1 << 3,
  /** Uses the checksums of received packets, version 5. */
  ingressMapCksumv5: 1 << 4,
  /** Adds checksums to sent packets, version 5. */
  egressMapCksumv5: 1 << 5,
} as const

const rmnetFlags = maskedFlags(RMNET_FLAGS)

/** Options of the frames that a modem exchanges. */
export interface RmnetFlags extends Value<typeof rmnetFlags>, Public {}
/** Options of the frames that a modem exchanges, to turn on or off; those not given are unchanged. */
export interface RmnetFlagOptions extends Input<typeof rmnetFlags>, Public {}

/** A data session of a Qualcomm modem: enum IFLA_RMNET_* of include/uapi/linux/if_link.h. */
const table = attrs('IFLA_RMNET', {
  /** Number of the session, 1 to 254; iproute2: `mux_id`. */
  muxId: [1, u16],
  /** Options of the frames, of which the first one is on by default. */
  flags: [2, typed<RmnetFlags, RmnetFlagOptions>(rmnetFlags)],
})

/** Properties that can be set on a data session of a Qualcomm modem. */
export interface RmnetData extends Input<typeof table>, Public {}
/** Properties of a data session of a Qualcomm modem, as listed. */
export interface RmnetReport extends Value<typeof table>, Public {}

/** Creates a data session of a Qualcomm modem on `link`. Requires `link` and `data.muxId`. */
export const createRmnet = creator<'rmnet', DataOptions<RmnetData>>('createRmnet', 'rmnet')

const kind: Kind<RmnetReport, RmnetData> = { table, lower: 'link', required: [['link'], ['data.muxId']] }
export default kind
