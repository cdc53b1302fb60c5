// Every verb is called as it is, and is a method of the handle: lib/sockets/sockets.ts.
export { destroySockets } from './destroy.ts'
export { listSockets, streamSockets } from './list.ts'
export { lookupSocket } from './lookup.ts'
export { watchSockets } from './watch.ts'
