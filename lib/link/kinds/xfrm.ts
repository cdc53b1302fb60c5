import { attrs } from '../../wire/attrs.ts'
import { flag, u32 } from '../../wire/integers.ts'
import { linkRef } from '../../wire/reference.ts'
import type { Input, Public, Value } from '../../wire/type.ts'
import { iproute2 } from '../../wire/unknown.ts'
import { creator, type DataOptions } from './creator.ts'
import type { Kind } from './kind.ts'

/** An interface for IPsec: enum IFLA_XFRM_* of include/uapi/linux/if_link.h. */
const table = attrs('IFLA_XFRM', {
  /** Link that the outer packets use; 0 if routes decide; iproute2: `dev`. */
  link: [1, iproute2(linkRef, 'dev')],
  /** Number that IPsec policies and states of this interface have, 1 or more; iproute2: `if_id`. */
  ifId: [2, u32],
  /** Takes `ifId` and the lower link of each packet from routes; iproute2: `external`. Since Linux 6.1. */
  collectMetadata: [3, iproute2(flag, 'external')],
})

/** Properties that can be set on an interface for IPsec. */
export interface XfrmData extends Input<typeof table>, Public {}
/** Properties of an interface for IPsec, as listed. */
export interface XfrmReport extends Value<typeof table>, Public {}

/** Creates an interface for IPsec. Requires `data.ifId`, or `data.collectMetadata`. */
export const createXfrm = creator<'xfrm', DataOptions<XfrmData>>('createXfrm', 'xfrm')

const kind: Kind<XfrmReport, XfrmData> = {
  table,
  lower: 'data.link',
  required: [['data.ifId', 'data.collectMetadata']],
  whole: true,
  fixed: ['link', 'collectMetadata'],
}
export default kind
