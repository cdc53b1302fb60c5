import { constants } from '../../builtin.ts'
import { NetlinkError } from '../../errors.ts'
import type { Transport } from '../../transport/transport.ts'
import type { Symbols } from '../datatype/symbols.ts'
import { listChains, listElements, listRules, listSets } from '../kernel.ts'
import type { Knowledge, Question } from './question.ts'

/** Where questions are asked. */
export interface Sources {
  transport: Transport
  /** The names of links, and their indices. */
  links(): Promise<Symbols>
}

/** Asks the kernel, and tells `knowledge` what it said. What is not there has nothing. */
export async function fetchAnswer(
  sources: Sources,
  operation: string,
  question: Question,
  to: Knowledge,
): Promise<void> {
  const { transport } = sources
  const { about, family, table, name = '' } = question
  const filter = { family, table }
  switch (about) {
    case 'links':
      to.learn({ ...question, about }, await sources.links())
      break
    case 'sets':
      to.learn({ ...question, about }, await orNone(listSets(transport, operation, filter)))
      break
    case 'chains':
      to.learn({ ...question, about }, await orNone(listChains(transport, operation, filter)))
      break
    case 'rules':
      to.learn({ ...question, about }, await orNone(listRules(transport, operation, { ...filter, chain: name })))
      break
    case 'elements':
      to.learn({ ...question, about }, await orNone(listElements(transport, operation, { ...filter, set: name })))
      break
  }
}

async function orNone<T>(listed: Promise<T[]>): Promise<T[]> {
  try {
    return await listed
  } catch (thrown) {
    if (thrown instanceof NetlinkError && thrown.errno === -constants.errno.ENOENT) return []
    throw thrown
  }
}
