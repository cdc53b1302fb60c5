import { attrs } from '../wire/attrs.ts'
import { s32, u8, u32 } from '../wire/integers.ts'
import { flags, names } from '../wire/names.ts'
import type { Input, Public, Value } from '../wire/type.ts'

/** The XDP program of a link: enum IFLA_XDP_*. A program is attached by the descriptor of a loaded one. */
export const xdp = attrs('IFLA_XDP', {
  /** Descriptor of the loaded program to attach; -1 detaches the current one; iproute2: `object`, `pinned`. */
  fd: [1, s32],
  /** Where the program runs: in the driver ('drv'), after the driver ('skb', generic), in hardware ('hw'), or several of these ('multi'). */
  attached: [2, names(u8, { none: 0, drv: 1, skb: 2, hw: 3, multi: 4 }, 'XDP_ATTACHED'), 'report'],
  /** Where to attach the program, and whether it may replace another one; with `replace`, only that of `expectedFd`. */
  flags: [3, flags(u32, { update_if_noexist: 1, skb_mode: 2, drv_mode: 4, hw_mode: 8, replace: 16 }, 'XDP_FLAGS')],
  /** Id of the program (bpf(2)), if only one is attached. */
  progId: [4, u32, 'report'],
  /** Id of the program that runs in the driver. */
  drvProgId: [5, u32, 'report'],
  /** Id of the program that runs after the driver (generic XDP). */
  skbProgId: [6, u32, 'report'],
  /** Id of the program that runs in hardware. */
  hwProgId: [7, u32, 'report'],
  /** Descriptor of the program that must currently be attached, with the flag `replace`. */
  expectedFd: [8, s32],
})

/** The XDP programs that a link runs. */
export interface Xdp extends Value<typeof xdp>, Public {}
/** An XDP program to attach, by the descriptor of the loaded program; -1 detaches it. */
export interface XdpOptions extends Input<typeof xdp>, Public {}
