import { scope } from '../protocol/enums/scope.ts'
import { ip, prefix } from '../wire/address.ts'
import { family } from '../wire/family.ts'
import { u8, u32 } from '../wire/integers.ts'
import { message } from '../wire/message.ts'
import { names } from '../wire/names.ts'
import { linkRef } from '../wire/reference.ts'
import { reportedFlags } from '../wire/reported.ts'
import { struct } from '../wire/struct.ts'
import { such } from '../wire/such.ts'
import { text } from '../wire/text.ts'
import { type Input, type Public, typed, type Value } from '../wire/type.ts'
import { iproute2, phrased } from '../wire/unknown.ts'

/** IFA_F_* of include/uapi/linux/if_addr.h. */
const BITS = {
  secondary: 0x01,
  /** The same bit in IPv6: a temporary address (RFC 8981). */
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
const REPORTED = [
  'secondary',
  'temporary',
  'dadfailed',
  'deprecated',
  'tentative',
  'permanent',
  'stable_privacy',
] as const

/** iproute2's words for some of them. */
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
  /**
   * Preferred lifetime in seconds, or 'forever' (the default): how long new connections use the address as source. The name has the
   * kernel's spelling; iproute2: `preferred_lft`.
   */
  prefered: iproute2(lifetime, 'preferred_lft', 'preferred'),
  /** Valid lifetime in seconds, or 'forever' (the default), after which the kernel removes the address; iproute2: `valid_lft`. */
  valid: iproute2(lifetime, 'valid_lft'),
  /** Time of creation, in hundredths of a second since boot. */
  cstamp: u32,
  /** Time of the last change, in hundredths of a second since boot. */
  tstamp: u32,
})

/** Lifetimes of an address, and the times of its creation and of its last change. */
export interface AddressLifetimes extends Value<typeof cacheinfo>, Public {}

/** Lifetimes of an address, each in seconds or 'forever' (the default). */
export type AddressLifetimeOptions = Pick<Input<typeof cacheinfo>, 'prefered' | 'valid'>

/** The message of an address: struct ifaddrmsg and enum ifa_* of include/uapi/linux/if_addr.h. */
export const address = message(
  'IFA',
  struct({
    /** Address family, 'inet' or 'inet6'; by default, that of `address`. */
    family,
    _prefixlen: u8,
    _flags: u8,
    /** Scope of the address: 'universe' (iproute2: `global`), 'link' or 'host'; by default 'host' for 127/8, otherwise 'universe'. */
    scope,
    /** Link that has the address; iproute2: `dev`. */
    link: iproute2(linkRef, 'dev'),
  }),
  {
    /** On the wire: the peer's address if any, otherwise the address itself; its length is that of the subnet. */
    address: [1, prefix(1)],
    /** On the wire: the local address. */
    local: [2, ip],
    /** Label, at most 15 bytes, which begins with the name of the link; IPv4 only. */
    label: [3, text(15)],
    /** Broadcast address of the subnet; IPv4 only; iproute2: `brd`. */
    broadcast: [4, iproute2(ip, 'brd')],
    /** IPv6 anycast address; never reported by listAddresses. */
    anycast: [5, ip],
    /** Preferred and valid lifetime, each in seconds or 'forever'; in lists also the times of creation and of the last change. */
    cacheinfo: [6, such(typed<AddressLifetimes, AddressLifetimeOptions>(cacheinfo), '{ valid: 3600 }')],
    /** Multicast address; never reported by listAddresses. */
    multicast: [7, ip],
    /**
     * Options and state (IFA_F_*): the words of `ip`, except that 'homeaddress' is `home` there, 'managetempaddr' `mngtmpaddr`, and
     * 'mcautojoin' `autojoin`. State, such as 'tentative', is not sent.
     */
    flags: [8, phrased(reportedFlags(u32, BITS, REPORTED), flagPhrases)],
    /** Metric of the route to the subnet; the route with the lowest one wins; iproute2: `metric`. */
    rtPriority: [9, iproute2(u32, 'metric')],
    /** Id of the namespace that the request is for. */
    targetNetnsid: [10, u32],
    /** Origin of the address: 'kernel_lo', 'kernel_ra' (router advertisements), 'kernel_ll' (link-local), or a number chosen by the user. */
    proto: [11, names(u8, { unspec: 0, kernel_lo: 1, kernel_ra: 2, kernel_ll: 3 })],
  },
  true,
)
