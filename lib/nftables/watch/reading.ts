import { NetlinkError } from '../../errors.ts'
import type { Reading } from '../../transport/iteration.ts'
import type { Receiver } from '../../transport/receiver.ts'
import type { Transport } from '../../transport/transport.ts'
import type { Symbols } from '../datatype/symbols.ts'
import { consistent, getGeneration } from '../kernel.ts'
import { gather } from '../list/gather.ts'
import { printWithNames } from '../list.ts'
import { changesOf } from './changes.ts'
import { Commits, type Transaction } from './commits.ts'
import { KnownSets } from './known-sets.ts'
import type { NftCommit, NftEvent } from './types.ts'

const OPERATION = 'watch'
/** Generations are 32 bits wide, and begin anew. */
const HALF = 0x8000_0000

/** Reads the transactions of a namespace, one at a time. */
export class CommitReading implements Reading<NftEvent> {
  readonly #receiver: Receiver
  readonly #transport: Transport
  readonly #links: () => Promise<Symbols>
  readonly #isListing: boolean
  readonly #commits = new Commits()
  readonly #ready: NftEvent[] = []
  #transactions: Iterator<Transaction> | undefined
  #lost = false
  #sets: KnownSets | undefined
  /** That of the list; transactions up to it are part of it. */
  #generation = 0

  constructor(receiver: Receiver, transport: Transport, links: () => Promise<Symbols>, isListing: boolean) {
    this.#receiver = receiver
    this.#transport = transport
    this.#links = links
    this.#isListing = isListing
  }

  async next(): Promise<NftEvent> {
    if (this.#sets === undefined) {
      await this.#receiver.open()
      await this.#list()
    }
    for (;;) {
      const event = this.#ready.shift() ?? (await this.#fromTransactions())
      if (event !== undefined) return event
      if (this.#lost) await this.#recover()
      else await this.#read()
    }
  }

  async #fromTransactions(): Promise<NftEvent | undefined> {
    for (;;) {
      const step = this.#transactions?.next()
      if (step === undefined || step.done === true) return undefined
      const { generation } = step.value
      const isOld = ((generation.id - this.#generation) >>> 0) - 1 >= HALF || generation.id === this.#generation
      if (!isOld) return this.#commit(step.value)
    }
  }

  async #read(): Promise<void> {
    const received = await this.#receiver.read()
    this.#lost = received.lost
    this.#transactions = this.#commits.take(received)
  }

  async #recover(): Promise<void> {
    this.#lost = false
    this.#commits.forget()
    const at = this.#ready.length
    await this.#list()
    this.#ready.splice(at, 0, { type: 'lost', generation: this.#generation })
  }

  /** Reads what transactions refer to, and the ruleset if it is wanted. */
  async #list(): Promise<void> {
    const { generation, ruleset } = await this.#transport.task(OPERATION, (alone) =>
      consistent(alone, OPERATION, async () => ({
        generation: await getGeneration(alone, OPERATION),
        ruleset: await gather(alone, this.#isListing ? {} : { kind: 'rule' }),
      })),
    )
    this.#sets = new KnownSets(ruleset.sets)
    this.#generation = generation
    if (!this.#isListing) return
    const nftables = await printWithNames(ruleset, this.#links, {})
    this.#ready.push({ type: 'ruleset', generation, nftables })
  }

  async #commit({ runs, generation }: Transaction): Promise<NftCommit> {
    const changes = await changesOf(this.#sets as KnownSets, runs, this.#links)
    const { id, procPid, procName } = generation
    return {
      type: 'commit',
      generation: id,
      ...(procPid === undefined ? {} : { pid: procPid }),
      ...(procName === undefined ? {} : { process: procName }),
      changes,
    }
  }

  hold(on: boolean): void {
    this.#receiver.hold(on)
  }

  close(): void {
    const code = 'ERR_NETLINK_CLOSED'
    this.#receiver.fail(new NetlinkError({ code, operation: OPERATION, reason: 'the iteration is over' }))
  }
}
