import type { Kind } from './kind.ts'

// Without properties. Created through /sys/bus/netdevsim/new_device, not by netlink.
const kind: Kind = {}
export default kind
