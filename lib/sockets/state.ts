import { u8, u32 } from '../wire/integers.ts'
import { flags, names } from '../wire/names.ts'
import type { Value } from '../wire/type.ts'

/** States of sockets, those of TCP: BPF_TCP_* of include/uapi/linux/bpf.h, which are the numbers of include/net/tcp_states.h. */
const STATES = {
  established: 1,
  syn_sent: 2,
  syn_recv: 3,
  fin_wait1: 4,
  fin_wait2: 5,
  time_wait: 6,
  close: 7,
  close_wait: 8,
  last_ack: 9,
  listen: 10,
  closing: 11,
  new_syn_recv: 12,
  bound_inactive: 13,
} as const

type Word = keyof typeof STATES

/** State of a socket: a word of the kernel, or a number if it has no name here. */
export type SocketState = Word | number

/** The words of ss that are others here. */
export const SS_STATES: Readonly<Record<string, Word>> = {
  estab: 'established',
  'syn-sent': 'syn_sent',
  'syn-recv': 'syn_recv',
  'fin-wait-1': 'fin_wait1',
  'fin-wait-2': 'fin_wait2',
  'time-wait': 'time_wait',
  unconn: 'close',
  unconnected: 'close',
  closed: 'close',
  'close-wait': 'close_wait',
  'last-ack': 'last_ack',
  listening: 'listen',
  'bound-inactive': 'bound_inactive',
}

export const state = names(u8, STATES, 'BPF_TCP')

/** States as the bits of a request. */
const BITS = Object.fromEntries(Object.entries(STATES).map(([word, number]) => [word, 1 << number])) as Record<
  Word,
  number
>
export const states = flags(u32, BITS, '1 << BPF_TCP')

/** SOCK_* of bits/socket_type.h: types of sockets. */
export const socketType = names(u8, { stream: 1, dgram: 2, raw: 3, rdm: 4, seqpacket: 5, dccp: 6, packet: 10 }, 'SOCK')

/** Type of a socket (SOCK_*). */
export type SocketType = Value<typeof socketType>

/** Families of sockets other than internet sockets: AF_* of include/linux/socket.h. */
export const otherFamily = names(u8, { unix: 1, netlink: 16, packet: 17, vsock: 40, xdp: 44 }, 'AF')
