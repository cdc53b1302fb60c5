import { scope } from '../protocol/enums/scope.ts'
import { ip, prefix } from '../wire/address.ts'
import { family } from '../wire/family.ts'
import { u8, u32 } from '../wire/integers.ts'
import { message } from '../wire/message.ts'
import { names } from '../wire/names.ts'
import { linkRef } from '../wire/reference.ts'
import { reportedFlags } from '../wire/reported.ts'
import { struct } from '../wire/struct.ts'
import { text } from '../wire/text.ts'
import { type Input, typed, type Value } from '../wire/type.ts'
import { iproute2, phrased } from '../wire/unknown.ts'

/** IFA_F_* of include/uapi/linux/if_addr.h. */
const BITS = {
  secondary: 0x01,
  /** The same bit: what IPv6 means by it (RFC 4941). */
  temporary: 0x01,
  nodad: 0x02,
  optimistic: 0x04,
  dadfailed: 0x08,
  homeaddress: 0x10,
  deprecated: 0x20,
  tentative: 0x40,
  permanent: 0x80,
  managetempaddr: 0x100,
  noprefixroute: 0x200,
  mcautojoin: 0x400,
  stable_privacy: 0x800,
} as const

/** State that the kernel computes and reports. */
const REPORTED = ['secondary', 'dadfailed', 'deprecated', 'tentative', 'permanent', 'stable_privacy'] as const

/** iproute2 has some words of its own for them. */
const flagPhrases = Object.fromEntries([
  ...Object.keys(BITS).map((word) => [word, `flags: ['${word}']`]),
  ['home', "flags: ['homeaddress']"],
  ['mngtmpaddr', "flags: ['managetempaddr']"],
  ['autojoin', "flags: ['mcautojoin']"],
])

/** Seconds, or 'forever' for 0xffffffff (INFINITY_LIFE_TIME of net/addrconf.h). */
const lifetime = names(u32, { forever: 0xffff_ffff })

/** struct ifa_cacheinfo of include/uapi/linux/if_addr.h. */
const cacheinfo = struct({
  /** Seconds for which new connections use the address as source, or 'forever'; iproute2: `preferred_lft`. */
  prefered: iproute2(lifetime, 'preferred_lft', 'preferred'),
  /** Seconds for which the address stays, or 'forever'; iproute2: `valid_lft`. */
  valid: iproute2(lifetime, 'valid_lft'),
  /** When it was made, in hundredths of a second since boot. */
  cstamp: u32,
  /** When it was last changed, in hundredths of a second since boot. */
  tstamp: u32,
})

/** How long an address lasts, and since when. */
export interface AddressLifetimes extends Value<typeof cacheinfo> {}

/** How long an address shall last: for ever unless given. */
export type AddressLifetimeOptions = Pick<Input<typeof cacheinfo>, 'prefered' | 'valid'>

/** The message of an address: struct ifaddrmsg and enum ifa_* of include/uapi/linux/if_addr.h. */
export const address = message(
  'IFA',
  struct({
    /** Family of the address, 'inet' or 'inet6'; `address` says it unless given. */
    family,
    _prefixlen: u8,
    _flags: u8,
    /** How far the address is valid: 'universe' (iproute2: `global`), 'link' or 'host'; 'host' for 127/8, else 'universe' unless given. */
    scope,
    /** Link that has the address; iproute2: `dev`. */
    link: iproute2(linkRef, 'dev'),
  }),
  {
    /** On the wire the peer's address where there is one, else the address itself; its length is the subnet's. */
    address: [1, prefix(1)],
    /** On the wire the own address. */
    local: [2, ip],
    /** Name of the address, at most 15 bytes, beginning with the link's name; IPv4 only. */
    label: [3, text(15)],
    /** Broadcast address of the subnet; IPv4 only; iproute2: `brd`. */
    broadcast: [4, iproute2(ip, 'brd')],
    /** Anycast address, of IPv6 (`ip -6 maddress` and the like); never in what listAddresses lists. */
    anycast: [5, ip],
    /** How long the address lasts and is preferred, in seconds, and since when it is there. */
    cacheinfo: [6, typed<AddressLifetimes, AddressLifetimeOptions>(cacheinfo)],
    /** Multicast address; never in what listAddresses lists. */
    multicast: [7, ip],
    /**
     * Options and state (IFA_F_*): `ip` has the same words, but 'homeaddress' is `home` there, 'managetempaddr' `mngtmpaddr`, and
     * 'mcautojoin' `autojoin`. State, such as 'tentative', is not sent.
     */
    flags: [8, phrased(reportedFlags(u32, BITS, REPORTED), flagPhrases)],
    /** Priority of the route to its subnet, the lower wins; iproute2: `metric`. */
    rtPriority: [9, iproute2(u32, 'metric')],
    /** Id of the namespace that a request is about. */
    targetNetnsid: [10, u32],
    /** Who made the address: 'kernel_lo', 'kernel_ra' (router advertisements), 'kernel_ll' (link-local), or a number of the user's. */
    proto: [11, names(u8, { unspec: 0, kernel_lo: 1, kernel_ra: 2, kernel_ll: 3 })],
  },
)
