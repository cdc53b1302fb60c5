import netlink from 'netlink'

const { createRtNetlink, FlagsNew } = netlink

/** Options of a request that creates what is not there. */
export const CREATE = { flags: FlagsNew.CREATE | FlagsNew.EXCL }

/** Address family of IPv4. */
export const INET = 2

/** Every request is acknowledged, and what the receive buffer cannot hold never settles: so many at once, no more. */
const AT_ONCE = 200

export const open = () => createRtNetlink()

/** Calls `request(i)` for every i below `items`, many at once. */
export async function each(items, request) {
  for (let first = 0; first < items; first += AT_ONCE) {
    const some = Math.min(AT_ONCE, items - first)
    await Promise.all(Array.from({ length: some }, (_, i) => request(first + i)))
  }
}
