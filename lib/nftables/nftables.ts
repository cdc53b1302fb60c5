// The handle of nftables: transactions, lists and elements in one network namespace.
/// <reference lib="esnext.disposable" />

import type { InspectOptions } from 'node:util'
import { inspect } from '../builtin.ts'
import { describeValue } from '../errors.ts'
import { openTransports } from '../netns/transports.ts'
import { closedError } from '../transport/answer.ts'
import { Iteration } from '../transport/iteration.ts'
import { type Limits, limited, refuseBareSignal } from '../transport/limit.ts'
import { recaptured } from '../transport/rejection.ts'
import type { Transport } from '../transport/transport.ts'
import type { Transports } from '../transport/transports.ts'
import { checkHandleOptions, checkOptions as checkObjectOptions } from '../verb/options.ts'
import type { NetnsRef } from '../wire/netns.ts'
import { askAndSend, type Compiled, commandsOf, conclude, sendCompiled, startCompiling } from './command/apply.ts'
import { type ElementsTarget, elementsWork } from './command/bulk.ts'
import { linkSymbols } from './command/link.ts'
import { Knowledge } from './command/question.ts'
import type { ApplyOptions, Work } from './command/work.ts'
import type { Family, NftCommands, NftElement, NftObject } from './json.ts'
import { nftables } from './kernel.ts'
import { type ListOptions, listRuleset } from './list.ts'
import { TraceReading, type TraceTable } from './packet/reading.ts'
import { checkTrace, matchesOf, type TraceSelection, tableOf, familyOf as tracedFamily } from './packet/selection.ts'
import type { TraceEvent, TraceOptions } from './packet/types.ts'
import { checkWatch } from './watch/options.ts'
import { CommitReading } from './watch/reading.ts'
import type { NftEvent, NftWatchOptions } from './watch/types.ts'

/** The output of `nft -j list`, without `metainfo`. */
export interface NftListing {
  /** The objects, in the order in which nft prints them. */
  nftables: NftObject[]
}

/** Selects the tables of one family. */
export interface FamilyTarget {
  /** Family of the tables to delete. */
  family: Family
}

/** Options of {@link openNftables}. */
export interface NftablesOptions extends Limits {
  /** Namespace in which the handle acts; by default that of this process. */
  netns?: NetnsRef | undefined
}

/**
 * A handle for nftables in one network namespace. Calls are executed in order. `signal` closes the handle and ends all calls in progress;
 * `timeout` limits the wait for each call.
 */
export class Nftables implements AsyncDisposable {
  readonly #transports: Transports
  readonly #transport: Transport
  readonly #limits: Limits
  /** The names of links, which rules hold as indices. */
  readonly #links = () => linkSymbols(this.#transports)
  readonly #netns: NetnsRef | undefined
  /** Sockets that own tables. */
  readonly #owners = new Set<Transport>()

  private constructor(transports: Transports, limits: Limits, netns: NetnsRef | undefined) {
    this.#netns = netns
    this.#transports = transports
    this.#transport = transports.of(nftables)
    this.#limits = limits
  }

  /** The same as {@link openNftables}. */
  static async open(options: NftablesOptions = {}): Promise<Nftables> {
    refuseBareSignal('openNftables', options)
    checkHandleOptions('openNftables', options)
    const { netns, signal, timeout } = options
    const limits = { signal, timeout }
    const { transports, opened } = openTransports(nftables, netns, limits, 'openNftables')
    try {
      await opened
      return new Nftables(transports, limits, netns)
    } catch (thrown) {
      await transports.close()
      throw thrown
    }
  }

  /**
   * Executes commands of libnftables-json(5) as one transaction: all of them, or none. Invalid commands are a TypeError or RangeError
   * before anything is sent; if the kernel rejects the transaction, the error is a {@link NetlinkError}. Both contain the path,
   * `nftables[3].add.rule.expr[1].match.right`. The output of `nft -j` and of {@link list} can be applied.
   *
   * Resolves with the results of `list` and `reset` commands, which are executed after the transaction. If the transaction also changes
   * something, objects that do not exist are omitted from them.
   *
   * ```ts
   * await nft.apply([
   *   { add: { table: { family: 'inet', name: 'mine' } } },
   *   { add: { chain: { family: 'inet', table: 'mine', name: 'in', type: 'filter', hook: 'input', prio: 0 } } },
   *   { add: { rule: { family: 'inet', table: 'mine', chain: 'in', expr: [match(tcp.dport, '==', 22), accept()] } } },
   * ])
   * ```
   */
  apply(commands: NftCommands, options: ApplyOptions = {}): Promise<NftObject[]> {
    return this.#run(() => {
      checkOptions(options)
      const operation = 'apply'
      return { operation, commands: commandsOf(operation, commands), options, links: this.#links }
    })
  }

  /** Lists the ruleset as `nft -j list ruleset` does: all of it, or a family, a table, or a kind of object. */
  async list(what: ListOptions = {}): Promise<NftListing> {
    const listed = this.#transport.task('list', (alone) => listRuleset(alone, this.#links, what))
    try {
      return await this.#limited('list', listed)
    } catch (thrown) {
      throw recaptured(thrown)
    }
  }

  /**
   * Watches transactions: one event a commit, from the first step on. The elements of a set are one packed change, however many they are. If commits
   * were lost because the receive buffer overflowed, `{ type: 'lost' }` says so; with `list: true`, the ruleset follows it, and is the first event.
   *
   * ```ts
   * for await (const event of nft.watch()) {
   *   if (event.type === 'commit') console.log(event.process, event.changes.length)
   * }
   * ```
   */
  watch(options: NftWatchOptions = {}): AsyncIterableIterator<NftEvent, undefined> {
    const begin = () => {
      const { list = false, buffer } = checkWatch(options)
      const groups = [nftables.groups.nftables]
      const receiver = this.#transport.receiver('watch', { groups, room: buffer })
      return new CommitReading(receiver, this.#transport, this.#links, list)
    }
    return new Iteration(begin, Object(options))
  }

  /**
   * Follows packets through the ruleset, as `nft monitor trace` does: one event a packet that arrives or that this host sends, if all matches hold.
   * A rule selects by the matches before its first other statement. Matches must not refer to sets by name. Packets are marked by a table of
   * this iteration (`meta nftrace set 1`), which is deleted at its end, and by the kernel if the process ends. Needs Linux 5.12.
   *
   * ```ts
   * for await (const event of nft.trace(match(tcp.dport, '==', 22))) {
   *   if (event.type === 'packet') console.log(event.steps.map(({ chain, verdict }) => [chain, verdict]))
   * }
   * ```
   */
  trace(what: TraceSelection, options: TraceOptions = {}): AsyncIterableIterator<TraceEvent, undefined> {
    const begin = () => {
      const { settle = 50, buffer } = checkTrace(options)
      const family = tracedFamily(what)
      const matches = matchesOf(what)
      const receiver = this.#transport.receiver('trace', { groups: [nftables.groups.nftrace], room: buffer })
      const create = () => this.#traceTable((name) => tableOf(family, name, matches), family)
      return new TraceReading(receiver, create, settle)
    }
    return new Iteration(begin, Object(options))
  }

  /** A table that its own socket owns. */
  async #traceTable(commands: (name: string) => NftCommands, family: Family): Promise<TraceTable> {
    if (this.#transport.closed) throw closedError('trace')
    const name = `netlink-ts-trace-${process.pid}-${traces++}`
    const owner = this.#transport.beside(nftables)
    this.#owners.add(owner)
    const change = (list: NftCommands) =>
      this.#run(
        () => ({ operation: 'trace', commands: commandsOf('trace', list), options: {}, links: this.#links }),
        owner,
      )
    const close = () => {
      this.#owners.delete(owner)
      return owner.close()
    }
    try {
      await change(commands(name))
    } catch (thrown) {
      await close()
      throw thrown
    }
    const gone = () => change([{ delete: { table: { family, name } } }]).catch(() => undefined)
    return { name, remove: () => gone().then(close) }
  }

  /** Deletes all tables with their contents, or those of one family (`nft flush ruleset ip`). */
  async flushRuleset(what?: FamilyTarget): Promise<void> {
    await this.#run(() => ({
      operation: 'flushRuleset',
      commands: [{ flush: { ruleset: what === undefined ? null : { family: familyOf(what) } } }],
      options: {},
      links: this.#links,
    }))
  }

  /** Adds elements to a set or map in one transaction; the fast path for hundreds of thousands. */
  async addElements(target: ElementsTarget, elements: NftElement['elem']): Promise<void> {
    await this.#run(() => elementsWork('addElements', 'add', target, elements, this.#links))
  }

  /** Deletes elements of a set or map in one transaction. */
  async deleteElements(target: ElementsTarget, elements: NftElement['elem']): Promise<void> {
    await this.#run(() => elementsWork('deleteElements', 'delete', target, elements, this.#links))
  }

  /** Compiles at once, so that a mistake is found before the call returns, and calls keep their order. */
  #run(prepare: () => Work, transport = this.#transport): Promise<NftObject[]> {
    let work: Work
    let compiled: Compiled
    try {
      work = prepare()
      compiled = startCompiling(work, new Knowledge())
    } catch (thrown) {
      return Promise.reject(thrown)
    }
    const { tx } = compiled
    if (compiled.question || tx.reads.length > 0) {
      return this.#limited(
        work.operation,
        transport.task(work.operation, async (alone) => {
          const [done, outcome] = await askAndSend(alone, compiled, work)
          return await conclude(alone, done, outcome, work)
        }),
      )
    }
    return sendCompiled(transport, compiled, work).then((outcome) => conclude(transport, compiled, outcome, work))
  }

  #limited<T>(operation: string, promise: Promise<T>): Promise<T> {
    return limited(promise, operation, this.#limits)
  }

  /** What `console.log` shows of a handle. */
  [Symbol.for('nodejs.util.inspect.custom')](_depth: number, options: InspectOptions): string {
    return `Nftables ${inspect({ netns: this.#netns, closed: this.#transport.closed }, options)}`
  }

  /** Completes pending calls, then closes. Closing twice has no effect. */
  async close(): Promise<void> {
    await Promise.all([...this.#owners].map((owner) => owner.close()))
    await this.#transports.close()
  }

  /** At the end of `await using`: the same as `close`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

/** Number of the next table of a trace. */
let traces = 0

/** An argument must restrict the flush; one without a family would delete everything. */
function familyOf(what: FamilyTarget): Family {
  const keys = Object.keys(Object(what))
  if (keys.length === 1 && keys[0] === 'family' && typeof what.family === 'string') return what.family
  throw new TypeError(`flushRuleset: expected nothing or { family: 'inet' }, got ${describeValue(what)}`)
}

function checkOptions(options: ApplyOptions): void {
  refuseBareSignal('apply', options, 'an object with echo or check')
  checkObjectOptions('apply', options)
  for (const [key, value] of Object.entries(options)) {
    if (key !== 'echo' && key !== 'check') {
      throw new TypeError(`apply: unknown option ${describeValue(key)}; known are echo, check`)
    }
    if (value !== undefined && typeof value !== 'boolean')
      throw new TypeError(`apply: ${key} must be true or false, not ${describeValue(value)}`)
  }
}
