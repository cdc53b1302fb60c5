import { family } from '../wire/family.ts'
import { u8, u32 } from '../wire/integers.ts'
import { flags } from '../wire/names.ts'
import { linkRef } from '../wire/reference.ts'
import type { FlagOption } from '../wire/reported.ts'
import { type Struct, struct } from '../wire/struct.ts'
import { arphrd } from './arphrd.ts'

/** enum net_device_flags of include/uapi/linux/if.h. */
export const IFF = {
  up: 1 << 0,
  broadcast: 1 << 1,
  debug: 1 << 2,
  loopback: 1 << 3,
  pointopoint: 1 << 4,
  notrailers: 1 << 5,
  running: 1 << 6,
  noarp: 1 << 7,
  promisc: 1 << 8,
  allmulti: 1 << 9,
  master: 1 << 10,
  slave: 1 << 11,
  multicast: 1 << 12,
  portsel: 1 << 13,
  automedia: 1 << 14,
  dynamic: 1 << 15,
  lower_up: 1 << 16,
  dormant: 1 << 17,
  echo: 1 << 18,
} as const

/** A flag of a link (IFF_*), as `ip link` shows it between angle brackets. */
export type LinkFlag = keyof typeof IFF

/** The flags that a request can change (`__dev_change_flags` in net/core/dev.c), by option. */
export const SWITCHES = {
  up: IFF.up,
  debug: IFF.debug,
  notrailers: IFF.notrailers,
  noarp: IFF.noarp,
  promisc: IFF.promisc,
  allmulti: IFF.allmulti,
  multicast: IFF.multicast,
  dynamic: IFF.dynamic,
} as const

/** Flags that can be set, also those that are not options. */
export const SETTABLE_FLAGS = [...keysOf(SWITCHES), 'portsel', 'automedia'] as const

function keysOf<Key extends string>(object: Readonly<Record<Key, unknown>>): Key[] {
  return Object.keys(object) as Key[]
}

/** A flag of a link as an option. */
export type LinkFlagOption = FlagOption<LinkFlag, Exclude<LinkFlag, (typeof SETTABLE_FLAGS)[number]>>

const words = flags(u32, IFF, 'IFF')

const fields = {
  /** Family that the message belongs to; absent in replies about links only. */
  family,
  _pad: u8,
  /** Hardware type (ARPHRD_*): 'ether', 'loopback', 'none'; `ip` shows it as `link/ether`. */
  type: arphrd,
  /** Index of the link in its namespace, 1 or more. */
  index: linkRef,
  /** State and options of the link (IFF_*), in lower case; `ip` shows them between angle brackets. */
  flags: words,
  /** Which of `flags` a request is about. */
  change: words,
} as const

/** struct ifinfomsg of include/uapi/linux/rtnetlink.h. */
export const header: Struct<typeof fields> = struct(fields, 'ifinfomsg')
