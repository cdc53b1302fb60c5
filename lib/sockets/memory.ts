import { u32 } from '../wire/integers.ts'
import { struct } from '../wire/struct.ts'
import type { Public, Type, Value } from '../wire/type.ts'
import { unwritable } from './unwritable.ts'

/** struct inet_diag_meminfo of include/uapi/linux/inet_diag.h. */
export const meminfo = struct(
  {
    /** Bytes of memory of the receive queue. */
    rmem: u32,
    /** Bytes of the send queue. */
    wmem: u32,
    /** Bytes reserved for later use. */
    fmem: u32,
    /** Bytes of memory of data on its way out. */
    tmem: u32,
  },
  'inet_diag_meminfo',
)

/** Memory of an internet socket, in the older form; ss: `mem`. */
export interface InetMemory extends Value<typeof meminfo>, Public {}

/** Memory of a socket in bytes; ss: `skmem`. */
export interface SocketMemory {
  /** Memory of the receive queue; ss: `r`. */
  rmemAlloc: number
  /** Most memory of the receive queue, SO_RCVBUF; ss: `rb`. */
  rcvbuf: number
  /** Memory of data on its way out; ss: `t`. */
  wmemAlloc: number
  /** Most memory of the send queue, SO_SNDBUF; ss: `tb`. */
  sndbuf: number
  /** Memory reserved for later use; ss: `f`. */
  fwdAlloc: number
  /** Memory of the send queue; ss: `w`. */
  wmemQueued: number
  /** Memory of socket options and filters; ss: `o`. */
  optmem: number
  /** Memory of packets that wait for the program to release the socket; ss: `bl`. */
  backlog: number
  /** Packets dropped; ss: `d`. Absent before Linux 4.10. */
  drops?: number
}

/** SK_MEMINFO_* of include/uapi/linux/sock_diag.h: an array of 32-bit numbers by these indices. */
const WORDS = {
  rmemAlloc: 0,
  rcvbuf: 1,
  wmemAlloc: 2,
  sndbuf: 3,
  fwdAlloc: 4,
  wmemQueued: 5,
  optmem: 6,
  backlog: 7,
  drops: 8,
} as const

const PLACES = Object.entries(WORDS)

export const skmeminfo: Type<SocketMemory> = {
  size: 4,
  label: 'SK_MEMINFO',
  words: WORDS,
  read({ u32: words }, at, length) {
    const out: Record<string, number> = {}
    for (const [key, i] of PLACES) if (4 * i + 4 <= length) out[key] = words[(at >> 2) + i] as number
    return out as unknown as SocketMemory
  },
  write: unwritable,
}
