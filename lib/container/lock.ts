import { setTimeout } from 'node:timers/promises'
import { kernelError, NetlinkError } from '../errors.ts'
import type { Nftables, NftTable } from '../nftables/index.ts'
import { patiently } from './patience.ts'

/** A table that belongs to the socket that made it, and goes with it: NFT_TABLE_F_OWNER, since Linux 5.12. */
const TABLE = { family: 'inet', name: 'netlink_ts_lock', flags: 'owner' } as const
/** The least milliseconds between two looks. */
const PAUSE = 5

/**
 * What only one process may do at a time in a namespace: making, deleting and tidying networks. The lock is an empty table of nftables that
 * the kernel takes away with the process that holds it, however that ends: none is ever left behind.
 */
export class Lock {
  readonly #nft: Nftables
  #last: Promise<unknown> = Promise.resolve()

  /** The handle must serve nothing else that makes tables of this name. */
  constructor(nft: Nftables) {
    this.#nft = nft
  }

  /** Runs `fn` while nobody else of this namespace holds the lock; `operation` is who asks. */
  hold<T>(operation: string, fn: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      await this.#take(operation)
      try {
        return await fn()
      } finally {
        await this.#nft.apply([{ delete: { table: TABLE } }])
      }
    })
    this.#last = turn.catch(() => undefined)
    return turn
  }

  async #take(operation: string): Promise<void> {
    for (let allowed = false; ; ) {
      const failed = await this.#try(TABLE)
      if (failed === undefined) return
      if (failed.code !== 'EPERM') throw failed
      allowed ||= await this.#isAllowed()
      if (!allowed) throw kernelError(operation, failed.errno)
      await this.#vacancy()
    }
  }

  /** Waits until nobody holds it. Looking is cheap; to be refused makes the kernel wait for all of its processors. */
  async #vacancy(): Promise<void> {
    do await setTimeout(PAUSE * (1 + Math.random()))
    while (await this.#isHeld())
  }

  async #isHeld(): Promise<boolean> {
    const { family, name } = TABLE
    const { nftables } = await patiently(() => this.#nft.list({ family, kind: 'table' }))
    return nftables.some((object) => 'table' in object && object.table.name === name)
  }

  async #try(table: NftTable, check = false): Promise<NetlinkError | undefined> {
    try {
      await this.#nft.apply([{ create: { table } }], { check })
      return undefined
    } catch (thrown) {
      if (thrown instanceof NetlinkError) return thrown
      throw thrown
    }
  }

  /** EPERM is the answer where another holds the lock, and to those who may make no table at all. */
  async #isAllowed(): Promise<boolean> {
    const failed = await this.#try({ family: TABLE.family, name: `${TABLE.name}_${process.pid}` }, true)
    return failed?.code !== 'EPERM'
  }
}
