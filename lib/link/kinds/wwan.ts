import { attrs } from '../../wire/attrs.ts'
import { u32 } from '../../wire/integers.ts'
import type { Input, Public, Value } from '../../wire/type.ts'
import { iproute2 } from '../../wire/unknown.ts'
import { creator, type DataOptions } from './creator.ts'
import type { Kind } from './kind.ts'

/** A link of a modem: enum IFLA_WWAN_* of include/uapi/linux/wwan.h. */
const table = attrs('IFLA_WWAN', {
  /** Number of the data session of the modem; iproute2: `linkid`. */
  linkId: [1, iproute2(u32, 'linkid')],
})

/** Properties that can be set on a link of a modem. */
export interface WwanData extends Input<typeof table>, Public {}
/** Properties of a link of a modem, as listed. */
export interface WwanReport extends Value<typeof table>, Public {}

/** Creates a link of a modem. Requires `parentDevName` ('wwan0') and `data.linkId`. */
export const createWwan = creator<'wwan', DataOptions<WwanData>>('createWwan', 'wwan')

const kind: Kind<WwanReport, WwanData> = {
  table,
  lower: 'none',
  required: [['parentDevName'], ['data.linkId']],
  fixed: ['linkId'],
}
export default kind
