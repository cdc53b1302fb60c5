import { callerError, kernelError, type NetlinkError } from '../../errors.ts'
import type { Transport } from '../../transport/transport.ts'
import { LinksWanted, openNames } from '../datatype/names.ts'
import type { Symbols } from '../datatype/symbols.ts'
import type { NftCommand, NftCommands, NftObject } from '../json.ts'
import { getGeneration, type Outcome, type Refusal, transact } from '../kernel.ts'
import { compileCommand } from './compile.ts'
import { echoed } from './echo.ts'
import { fetchAnswer } from './fetch.ts'
import { Knowledge, type Question, Unanswered } from './question.ts'
import { readAll } from './reading.ts'
import { Transaction } from './transaction.ts'

export interface ApplyOptions {
  /** Return what was made, with the handles that the kernel gave. */
  echo?: boolean
  /** Let the kernel check the transaction, and change nothing. */
  check?: boolean
}

/** Commands that are being applied, on one transport of netfilter. */
export interface Work {
  operation: string
  commands: readonly (NftCommand | NftObject)[]
  options: ApplyOptions
  links(): Promise<Symbols>
}

/** How often a transaction is begun again because the ruleset was changed while it was compiled. */
const ATTEMPTS = 10
const ERESTART = 85

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

export function startCompiling({ commands, options, operation }: Work, knowledge: Knowledge): Compiled {
  const { echo = false } = options
  const tx = new Transaction(openNames(), knowledge, { echo, indexed: commands.some(isIndexed) })
  const compiled: Compiled = { tx, next: 0, question: undefined }
  goOn(compiled, commands, operation)
  return compiled
}

/** Whether a rule is named by its place in the chain. */
function isIndexed(command: unknown): boolean {
  for (const object of Object.values(command ?? {})) {
    const rule = (object as { rule?: { index?: unknown } } | null)?.rule ?? object
    if ((rule as { index?: unknown } | null)?.index !== undefined) return true
  }
  return false
}

function goOn(compiled: Compiled, commands: Work['commands'], operation: string): void {
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
    if (!question) throw callerError(operation, thrown)
    compiled.question = question
  }
}

function questionIn(thrown: unknown): Question | undefined {
  if (thrown instanceof LinksWanted) return { about: 'links', family: 0, table: '' }
  return thrown instanceof Unanswered ? thrown.question : undefined
}

/** Asks the kernel what is open, and compiles to the end. */
async function finish(compiled: Compiled, transport: Transport, work: Work): Promise<void> {
  const { tx } = compiled
  const sources = { transport, links: work.links }
  while (compiled.question) {
    await fetchAnswer(sources, work.operation, compiled.question, tx.knowledge)
    if (compiled.question.about === 'links')
      tx.names = openNames(tx.knowledge.ask({ about: 'links', family: 0, table: '' }))
    goOn(compiled, work.commands, work.operation)
  }
}

/** Sends what needs no answer. */
export async function sendCompiled(
  transport: Transport,
  { tx }: Compiled,
  work: Work,
  generation?: number,
): Promise<Outcome> {
  tx.finish()
  if (tx.messages.length === 0) return { refusals: [], messages: [], elements: [] }
  const open = work.options.check ?? false
  const options = generation === undefined ? { open } : { open, generation }
  return await transact(transport, work.operation, tx.messages, options)
}

/** Asks, compiles and sends, and does all that again where somebody else has changed the ruleset meanwhile. */
export async function askAndSend(transport: Transport, first: Compiled, work: Work): Promise<[Compiled, Outcome]> {
  let compiled = first
  for (let attempt = 1; ; attempt++) {
    const generation = await getGeneration(transport, work.operation)
    await finish(compiled, transport, work)
    const outcome = await sendCompiled(transport, compiled, work, generation)
    if (attempt === ATTEMPTS || !outcome.refusals.some(({ error }) => error === -ERESTART)) return [compiled, outcome]
    compiled = startCompiling(work, new Knowledge())
  }
}

/** What the caller gets: objects with their handles, and what was listed. */
export async function conclude(
  transport: Transport,
  { tx }: Compiled,
  { refusals, messages }: Outcome,
  work: Work,
): Promise<NftObject[]> {
  const refused = refusals.find(({ command }) => command >= 0) ?? refusals[0]
  if (refused) throw refusal(tx, work, refused)
  if (work.options.check) return []
  const made = work.options.echo ? echoed(tx, work.commands, messages) : []
  return tx.reads.length === 0 ? made : [...made, ...(await readAll(transport, work, tx.reads))]
}

function refusal(
  tx: Transaction,
  { operation, commands }: Work,
  { command, error, msg, element }: Refusal,
): NetlinkError {
  const origin = tx.origins[command]
  const list = element === undefined ? undefined : tx.lists.get(command)
  const attribute = list === undefined ? placeOf(commands, origin) : `${list}[${element}]`
  return kernelError(operation, error, { ...(msg !== undefined && { reason: msg }), attribute })
}

/** `nftables[3].add.rule` */
function placeOf(commands: Work['commands'], origin: number | undefined): string | undefined {
  if (origin === undefined) return undefined
  const steps: string[] = []
  let at: unknown = commands[origin]
  for (let depth = 0; depth < 2 && typeof at === 'object' && at !== null; depth++) {
    const [key] = Object.keys(at)
    if (key === undefined || key === 'family') break
    steps.push(/^\w+$/.test(key) ? `.${key}` : `['${key}']`)
    at = (at as Record<string, unknown>)[key]
  }
  return `nftables[${origin}]${steps.join('')}`
}
