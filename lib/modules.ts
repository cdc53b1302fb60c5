// Every verb that these export is called as it is, is a method of handles and, where requests alone do it, of batches: lib/netlink/verbs.ts.
// A module exports its verbs by `export *`: an editor follows that to the doc comment, and not an export by name.
export * from './address/index.ts'
export * from './bridge/index.ts'
export * from './link/index.ts'
export * from './neighbour/index.ts'
export * from './netns/index.ts'
export * from './nexthop/index.ts'
export * from './route/index.ts'
export * from './rule/index.ts'
export * from './topology/index.ts'
export * from './watch/index.ts'
