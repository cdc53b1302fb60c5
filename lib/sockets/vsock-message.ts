import { u8, u16, u32 } from '../wire/integers.ts'
import { message } from '../wire/message.ts'
import { struct } from '../wire/struct.ts'
import { cookie } from './cookie.ts'
import { shutdown } from './inet-message.ts'
import { otherFamily, socketType, state, states } from './state.ts'

/** A request: struct vsock_diag_req of include/uapi/linux/vm_sockets_diag.h, without attributes. */
export const vsockRequest = message(
  'VSOCK_DIAG',
  struct({ family: otherFamily, protocol: u8, _pad: u16, states, ino: u32, show: u32, cookie }, 'vsock_diag_req'),
  {},
)

/** A reply: struct vsock_diag_msg of include/uapi/linux/vm_sockets_diag.h, without attributes. */
export const vsockReply = message(
  'VSOCK_DIAG',
  struct(
    {
      /** Always 'vsock'. */
      family: otherFamily,
      /** Type of the socket: 'stream', 'dgram', 'seqpacket'. */
      type: socketType,
      /** State of the socket. */
      state,
      /** Directions that were shut down: 'rcv', 'send'. */
      shutdown,
      /** Context id of this end: 2 is the host, 4294967295 any. */
      srcCid: u32,
      /** Port of this end. */
      srcPort: u32,
      /** Context id of the peer. */
      dstCid: u32,
      /** Port of the peer. */
      dstPort: u32,
      /** Inode of the socket. */
      ino: u32,
      cookie,
    },
    'vsock_diag_msg',
  ),
  {},
)
