import { constants } from '../../builtin.ts'
import { callerError, kernelError, type NetlinkError } from '../../errors.ts'
import type { Transport } from '../../transport/transport.ts'
import { LinksWanted, openNames } from '../datatype/names.ts'
import type { NftCommand, NftCommands, NftObject } from '../json.ts'
import { getGeneration, persistently } from '../kernel.ts'
import { placeOf, statementOf } from './blame.ts'
import { compileCommand } from './compile.ts'
import { echoed } from './echo.ts'
import { fetchAnswer } from './fetch.ts'
import { Unlaid } from './outgoing.ts'
import { Knowledge, type Question, Unanswered } from './question.ts'
import { readAll } from './reading.ts'
import { type Answer, type Refusal, type RefusedPlace, send } from './send.ts'
import { Transaction } from './transaction.ts'
import type { Work } from './work.ts'

/** How often a transaction is begun again because the ruleset was changed while it was compiled. */
const ATTEMPTS = 100
const ERESTART = 85
/** EPERM for one message; who may change nothing at all is refused as a whole (nft_table_lookup, nfnetlink_rcv). */
const OWNED = "operation not permitted: the table belongs to another socket (flag 'owner')"

/** The commands of a call, whichever way they were given. */
export function commandsOf(operation: string, given: NftCommands): readonly (NftCommand | NftObject)[] {
  const list: unknown = Array.isArray(given) ? given : (given as { nftables?: unknown } | null)?.nftables
  if (Array.isArray(list)) return list
  throw new TypeError(`${operation}: nftables must be an array of commands`)
}

/** A transaction that is compiled as far as it goes without asking the kernel. */
export interface Compiled {
  tx: Transaction
  next: number
  /** What has to be asked before it can go on. */
  question: Question | undefined
}

export function startCompiling(work: Work, knowledge: Knowledge): Compiled {
  const { commands, options } = work
  const { echo = false } = options
  const tx = new Transaction(openNames(), knowledge, commands, { echo, indexed: commands.some(isIndexed) })
  const compiled: Compiled = { tx, next: 0, question: undefined }
  goOn(compiled, work)
  return compiled
}

/** Whether a rule is named by its place in the chain. */
function isIndexed(command: unknown): boolean {
  if (typeof command !== 'object' || command === null) return false
  for (const word in command) {
    const held = (command as Words)[word]
    const rule = held?.rule ?? held
    if (rule?.index !== undefined) return true
  }
  return false
}

type Words = Readonly<Record<string, { rule?: { index?: unknown }; index?: unknown } | null | undefined>>

function goOn(compiled: Compiled, work: Work): void {
  const { commands } = work
  const { tx } = compiled
  try {
    for (; compiled.next < commands.length; compiled.next++) {
      const { next } = compiled
      tx.run(next, () => {
        tx.path.push('nftables', next)
        compileCommand(tx, commands[next])
      })
    }
    compiled.question = undefined
  } catch (thrown) {
    const question = questionIn(thrown)
    if (!question) throw mistake(work, thrown)
    compiled.question = question
  }
}

function mistake({ operation, commands, publish = (path) => path }: Work, thrown: unknown): unknown {
  if (thrown instanceof RangeError && /call stack/.test(thrown.message)) {
    return new RangeError(`${operation}: nftables is nested too deeply`, { cause: thrown })
  }
  if (!(thrown instanceof Unlaid)) return callerError(operation, thrown, publish)
  return new RangeError(`${operation}: ${publish(placeOf(commands, thrown.origin))} ${thrown.message}`, {
    cause: thrown.cause,
  })
}

function questionIn(thrown: unknown): Question | undefined {
  if (thrown instanceof LinksWanted) return { about: 'links', family: 0, table: '' }
  return thrown instanceof Unanswered ? thrown.question : undefined
}

/** Asks the kernel what is open, and compiles to the end. */
async function finish(compiled: Compiled, transport: Transport, work: Work): Promise<{ value: undefined }> {
  const { tx } = compiled
  const sources = { transport, links: work.links }
  while (compiled.question) {
    await fetchAnswer(sources, work.operation, compiled.question, tx.knowledge)
    if (compiled.question.about === 'links')
      tx.names = openNames(tx.knowledge.ask({ about: 'links', family: 0, table: '' }))
    goOn(compiled, work)
  }
  return { value: undefined }
}

/** Sends what needs no answer. */
export async function sendCompiled(
  transport: Transport,
  { tx }: Compiled,
  work: Work,
  generation?: number,
): Promise<Answer> {
  const open = work.options.check ?? false
  try {
    return await send(transport, work.operation, tx, generation === undefined ? { open } : { open, generation })
  } catch (thrown) {
    throw mistake(work, thrown)
  }
}

/** Asks, compiles and sends, and does all that again where somebody else has changed the ruleset meanwhile. */
export async function askAndSend(transport: Transport, first: Compiled, work: Work): Promise<[Compiled, Answer]> {
  let compiled = first
  for (let attempt = 1; ; attempt++) {
    const generation = await getGeneration(transport, work.operation)
    await persistently(work.operation, () => finish(compiled, transport, work))
    const answer = await sendCompiled(transport, compiled, work, generation)
    if (attempt === ATTEMPTS || !answer.refusals.some(({ error }) => error === -ERESTART)) return [compiled, answer]
    compiled = startCompiling(work, new Knowledge())
  }
}

/** What the caller gets: objects with their handles, and what was listed. */
export async function conclude(
  transport: Transport,
  { tx }: Compiled,
  answer: Answer,
  work: Work,
): Promise<NftObject[]> {
  const { refusals } = answer
  const refused = refusals.find(({ message }) => message >= 0) ?? refusals[0]
  if (refused) throw refusal(tx, work, refused, answer)
  if (work.options.check) return []
  const made = work.options.echo ? echoed(work.commands, answer) : []
  return tx.reads.length === 0 ? made : [...made, ...(await readAll(transport, work, tx.reads, tx.out.length > 0))]
}

function refusal(
  tx: Transaction,
  { operation, commands, publish = (path) => path }: Work,
  refused: Refusal,
  answer: Answer,
): NetlinkError {
  const { message, error, msg } = refused
  const attribute = message < 0 ? undefined : publish(refusedPlace(tx, commands, message, answer.placeOf(refused)))
  const reason = msg ?? (message >= 0 && error === -constants.errno.EPERM ? OWNED : undefined)
  return kernelError(operation, error, { ...(reason !== undefined && { reason }), attribute })
}

function refusedPlace(tx: Transaction, commands: Work['commands'], message: number, place: RefusedPlace): string {
  const { row, expression, word } = place
  const origin = tx.origins[message] as number
  const list = row === undefined ? undefined : tx.lists.get(message)
  if (list !== undefined) return `${list}[${row}]`
  return expression === undefined ? placeOf(commands, origin, word) : statementOf(tx, commands, origin, expression)
}
