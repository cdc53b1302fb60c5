import { attrs } from '../wire/attrs.ts'
import { s32, u8, u32 } from '../wire/integers.ts'
import { flags, names } from '../wire/names.ts'
import type { Input, Value } from '../wire/type.ts'

/** The XDP program of a link: enum IFLA_XDP_*. A program is attached by the descriptor of a loaded one. */
export const xdp = attrs('IFLA_XDP', {
  /** Descriptor of the program, -1 to take the present one away. */
  fd: [1, s32],
  /** Where it runs: in the driver, behind it, in hardware, or in several of these. */
  attached: [2, names(u8, { none: 0, drv: 1, skb: 2, hw: 3, multi: 4 }, 'XDP_ATTACHED'), 'report'],
  flags: [3, flags(u32, { update_if_noexist: 1, skb_mode: 2, drv_mode: 4, hw_mode: 8, replace: 16 }, 'XDP_FLAGS')],
  /** Ids of the programs, as bpf(2) knows them. */
  progId: [4, u32, 'report'],
  drvProgId: [5, u32, 'report'],
  skbProgId: [6, u32, 'report'],
  hwProgId: [7, u32, 'report'],
  /** Descriptor of the program that must be there, with the flag `replace`. */
  expectedFd: [8, s32],
})

/** The XDP programs that a link runs. */
export interface Xdp extends Value<typeof xdp> {}
/** An XDP program to attach, by the descriptor of the loaded program; -1 takes it away. */
export interface XdpOptions extends Input<typeof xdp> {}
