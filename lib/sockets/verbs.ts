// Every verb that these export is called as it is, and is a method of the handle: lib/sockets/sockets.ts. By `export *`: an editor, and the
// reference, follow that to the doc comment, and not an export by name.
export * from './destroy.ts'
export * from './list.ts'
export * from './lookup.ts'
export * from './watch.ts'
