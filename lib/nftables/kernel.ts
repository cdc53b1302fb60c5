/** What this module asks of the kernel: lists, and the generation that ties them together. */
export type { Filter, SetReference } from './kernel/dump.ts'
export {
  listChains,
  listElements,
  listFlowtables,
  listObjects,
  listRules,
  listSets,
  listTables,
} from './kernel/dump.ts'
export { consistent, getGeneration, persistently } from './kernel/generation.ts'
export { NFT_MSG } from './kernel/number.ts'
export { nftables } from './kernel/protocol.ts'
export { refusalError } from './kernel/reply.ts'
