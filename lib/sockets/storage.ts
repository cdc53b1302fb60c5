import { attrs } from '../wire/attrs.ts'
import { u32 } from '../wire/integers.ts'
import { list } from '../wire/list.ts'
import { binary } from '../wire/text.ts'
import { type Public, typed, type Value } from '../wire/type.ts'

/** SK_DIAG_BPF_STORAGE_* of include/uapi/linux/sock_diag.h. */
const storage = attrs('SK_DIAG_BPF_STORAGE', {
  /** Id of the BPF map. */
  mapId: [2, u32],
  /** What the map holds for the socket. */
  mapValue: [3, binary],
})

/** What BPF programs store for a socket. */
export interface BpfStorage extends Value<typeof storage>, Public {}

/** Each is a SK_DIAG_BPF_STORAGE (1). */
export const storages = list(1, typed<BpfStorage>(storage))

/** Maps to be reported, by descriptor; none means all: SK_DIAG_BPF_STORAGE_REQ_MAP_FD. */
export const storageRequest = list(1, u32)
