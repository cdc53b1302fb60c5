import { kernelError, NetlinkError } from '../../errors.ts'
import type { Nftables, NftTable } from '../../nftables/index.ts'
import type { Limits } from '../../transport/limit.ts'
import { Deadline } from './deadline.ts'
import { retryInterrupted } from './retry.ts'

/** A table that belongs to the socket that made it, and goes with it: NFT_TABLE_F_OWNER, since Linux 5.12. */
const TABLE = { family: 'inet', name: 'netlink_ts_lock', flags: 'owner' } as const
/** What is waited for. */
const HOLDER = `the table ${TABLE.family} ${TABLE.name}, with which another process locks the networks of this namespace`
/** The least milliseconds between two looks. */
const PAUSE = 5

/**
 * What only one process may do at a time in a namespace: making, deleting and tidying networks. The lock is an empty table of nftables that
 * the kernel takes away with the process that holds it, however that ends: none is ever left behind.
 */
export class NetworkLock {
  readonly #nft: Nftables
  #last: Promise<unknown> = Promise.resolve()

  /** The handle must serve nothing else that makes tables of this name. */
  constructor(nft: Nftables) {
    this.#nft = nft
  }

  /** Runs `fn` with the lock of this namespace; errors begin with `operation`, and `limits` limit the wait. */
  async hold<T>(operation: string, fn: () => Promise<T>, limits: Limits = {}): Promise<T> {
    const deadline = new Deadline(operation, limits)
    const before = this.#last
    let end = () => {}
    const turn = new Promise<void>((resolve) => {
      end = resolve
    })
    this.#last = before.then(() => turn)
    try {
      await deadline.until(before, HOLDER)
      await this.#take(operation, deadline)
      try {
        return await fn()
      } finally {
        await this.#nft.apply([{ delete: { table: TABLE } }])
      }
    } finally {
      end()
    }
  }

  async #take(operation: string, deadline: Deadline): Promise<void> {
    for (let allowed = false; ; ) {
      deadline.check(HOLDER)
      const failed = await this.#try(TABLE)
      if (failed === undefined) return
      if (failed.code !== 'EPERM') throw failed
      allowed ||= await this.#isAllowed()
      if (!allowed) throw kernelError(operation, failed.errno)
      await this.#vacancy(deadline)
    }
  }

  /** Waits until it is free. Looking is cheap; a refused attempt makes the kernel wait for all processors. */
  async #vacancy(deadline: Deadline): Promise<void> {
    do await deadline.pause(PAUSE * (1 + Math.random()), HOLDER)
    while (await this.#isHeld())
  }

  async #isHeld(): Promise<boolean> {
    const { family, name } = TABLE
    const { nftables } = await retryInterrupted(() => this.#nft.list({ family, kind: 'table' }))
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
