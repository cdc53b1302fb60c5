export type { DatagramBindOptions } from './bind.ts'
export type { ConnectSignal } from './connect.ts'
export { Netns } from './netns.ts'
export * from './verbs.ts'
