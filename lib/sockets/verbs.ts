// Every verb that these export is called as it is, and is a method of the handle: lib/sockets/sockets.ts.
export * from './destroy.ts'
export * from './list.ts'
export * from './lookup.ts'
export * from './watch.ts'
