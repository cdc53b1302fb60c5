/**
 * Networks without root: a namespace of an ordinary user is connected to the network of the host by slirp4netns or pasta.
 *
 * @module
 */
export { NetlinkError } from '../errors.ts'
export type { Limits } from '../transport/limit.ts'
export type { NetnsRef } from '../wire/netns.ts'
export type { Outside } from './outside.ts'
export { attachPasta } from './pasta.ts'
export { type RootlessOptions, runRootless } from './run.ts'
export { attachSlirp, openOutside } from './slirp.ts'
export type { OutsideDriver, OutsideOptions, OutsidePort } from './types.ts'
