import { listLinkNames } from '../../protocol/link.ts'
import type { Handle } from '../../transport/handle.ts'
import { type Symbols, symbolsOf } from '../datatype/symbols.ts'

/** The names of links as the words of their indices. */
export async function linkSymbols(handle: Handle): Promise<Symbols> {
  const links = await listLinkNames(handle)
  return symbolsOf(links.map(({ index, ifname = '' }) => [ifname, index]))
}
