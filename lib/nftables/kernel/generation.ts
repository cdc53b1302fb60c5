import { constants } from 'node:os'
import { kernelError } from '../../errors.ts'
import { interruptedError } from '../../transport/dump.ts'
import type { Transport } from '../../transport/transport.ts'
import { addon, type Generation } from '../native.ts'
import { NFT_MSG } from './number.ts'
import { readReplies, refusalError } from './reply.ts'

/** How often reading is begun again because somebody changed the ruleset meanwhile. */
const ATTEMPTS = 10

/** The number that the kernel counts up with every transaction of this namespace. */
export async function getGeneration(transport: Transport, operation: string): Promise<number> {
  const request = addon().buildRequest({ type: NFT_MSG.GETGEN, flags: 0, object: { family: 0 } }, 1)
  const { messages, answers } = readReplies(await transport.transact(operation, request, 1))
  const answer = answers[0]
  if (answer !== undefined) throw refusalError(operation, answer)
  const message = messages[0]
  if (message === undefined) throw kernelError(operation, -constants.errno.ENODATA)
  return (message.object as Generation).id
}

/** Reads several lists of one and the same ruleset: again when its generation has changed at the end. */
export async function consistent<T>(transport: Transport, operation: string, read: () => Promise<T>): Promise<T> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = await getGeneration(transport, operation)
    const out = await read()
    if ((await getGeneration(transport, operation)) === before) return out
  }
  throw interruptedError(operation)
}
