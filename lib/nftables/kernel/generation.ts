import { constants } from '../../builtin.ts'
import { kernelError, NetlinkError } from '../../errors.ts'
import { interruptedError } from '../../transport/dump.ts'
import type { Transport } from '../../transport/transport.ts'
import { addon, type Generation } from '../native.ts'
import { NFT_MSG } from './number.ts'
import { readReplies, refusalError } from './reply.ts'

/** How long reading is begun again because the ruleset was changed meanwhile; milliseconds. */
const PATIENCE = 10_000

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
export function consistent<T>(
  transport: Transport,
  operation: string,
  read: () => Promise<T>,
  patience?: number,
): Promise<T> {
  const attempt = async (): Promise<{ value: T } | undefined> => {
    const before = await getGeneration(transport, operation)
    const changed = async (): Promise<boolean> => (await getGeneration(transport, operation)) !== before
    try {
      const value = await read()
      return (await changed()) ? undefined : { value }
    } catch (thrown) {
      // What was listed a moment ago may be gone when its parts are asked for.
      if (isAbsence(thrown) && (await changed())) return undefined
      throw thrown
    }
  }
  return persistently(operation, attempt, patience)
}

/** Tries again as long as the ruleset changes while it is read (the answer is undefined, or a dump says so), within a time. */
export async function persistently<T>(
  operation: string,
  attempt: () => Promise<{ value: T } | undefined>,
  patience = PATIENCE,
): Promise<T> {
  const end = performance.now() + patience
  do {
    const done = await attempt().catch(unlessInterrupted)
    if (done) return done.value
  } while (performance.now() < end)
  throw interruptedError(operation)
}

function isAbsence(thrown: unknown): boolean {
  return thrown instanceof NetlinkError && thrown.errno === -constants.errno.ENOENT
}

function unlessInterrupted(thrown: unknown): undefined {
  if (!(thrown instanceof NetlinkError) || thrown.code !== 'ERR_NETLINK_DUMP_INTERRUPTED') throw thrown
}
