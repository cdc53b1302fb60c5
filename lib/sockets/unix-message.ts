import { u8, u16, u32 } from '../wire/integers.ts'
import { array } from '../wire/list.ts'
import { message } from '../wire/message.ts'
import { flags } from '../wire/names.ts'
import { struct } from '../wire/struct.ts'
import { type Public, type Type, typed, type Value } from '../wire/type.ts'
import { cookie } from './cookie.ts'
import { shutdown } from './inet-message.ts'
import { skmeminfo } from './memory.ts'
import { otherFamily, socketType, state, states } from './state.ts'
import { unwritable } from './unwritable.ts'

/** UDIAG_SHOW_* of include/uapi/linux/unix_diag.h: what is reported. */
const show = flags(u32, { name: 1, vfs: 2, peer: 4, icons: 8, rqlen: 16, meminfo: 32, uid: 64 }, 'UDIAG_SHOW')

/** A request: struct unix_diag_req, without attributes. */
export const unixRequest = message(
  'UNIX_DIAG',
  struct({ family: otherFamily, protocol: u8, _pad: u16, states, ino: u32, show, cookie }, 'unix_diag_req'),
  {},
)

const decoder = new TextDecoder()

/**
 * A name: a path, or what comes after the NUL of an abstract one, which begins with '@' here, as in ss. NULs at the end of an abstract name, with which
 * programs fill up the address, are left out.
 */
const unixName: Type<string> = {
  size: 0,
  read({ u8 }, at, length) {
    const isAbstract = length > 0 && u8[at] === 0
    if (isAbstract) return `@${decoder.decode(u8.subarray(at + 1, at + length)).replace(/\0+$/, '')}`
    const bytes = u8.subarray(at, at + length)
    const end = bytes.indexOf(0)
    return decoder.decode(end < 0 ? bytes : bytes.subarray(0, end))
  },
  write: unwritable,
}

/** struct unix_diag_vfs of include/uapi/linux/unix_diag.h. */
const vfs = struct(
  {
    /** Inode of the file. */
    vfsIno: u32,
    /** Device of its file system, as the kernel numbers it: major number * 2^20 + minor number. */
    vfsDev: u32,
  },
  'unix_diag_vfs',
)

/** The file of a unix socket. */
export interface UnixFile extends Value<typeof vfs>, Public {}

/** struct unix_diag_rqlen of include/uapi/linux/unix_diag.h. */
const rqlen = struct(
  {
    /** Bytes that the program has not read; of a listening socket, connections that wait to be accepted; ss: `Recv-Q`. */
    rqueue: u32,
    /** Bytes that the peer has not read; of a listening socket, its backlog; ss: `Send-Q`. */
    wqueue: u32,
  },
  'unix_diag_rqlen',
)

/** Lengths of the queues of a unix socket. */
export interface UnixQueues extends Value<typeof rqlen>, Public {}

/** A reply: struct unix_diag_msg and UNIX_DIAG_* of include/uapi/linux/unix_diag.h. */
export const unixReply = message(
  'UNIX_DIAG',
  struct(
    {
      /** Always 'unix'. */
      family: otherFamily,
      /** Type of the socket: 'stream', 'dgram', 'seqpacket'. */
      type: socketType,
      /** State: 'listen', 'established', or 'close' if it is not connected. */
      state,
      _pad: u8,
      /** Inode of the socket, the number in `socket:[4711]` of /proc/PID/fd. */
      ino: u32,
      cookie,
    },
    'unix_diag_msg',
  ),
  {
    /** Path that the socket is bound to; '@name' if the name is abstract. */
    name: [0, unixName],
    /** File that the socket is bound to. */
    vfs: [1, typed<UnixFile>(vfs)],
    /** Inode of the socket that it is connected to. */
    peer: [2, u32],
    /** Inodes of the sockets that wait to be accepted, 0 for one without; with `info`. */
    icons: [3, array(u32)],
    /** Lengths of the queues. */
    rqlen: [4, typed<UnixQueues>(rqlen)],
    /** Memory; with `memory`. */
    meminfo: [5, skmeminfo],
    /** Directions that were shut down: 'rcv', 'send'. */
    shutdown: [6, shutdown],
    /** User id of the owner. Since Linux 5.3. */
    uid: [7, u32],
  },
)
