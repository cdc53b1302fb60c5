import { NetlinkError } from '../../errors.ts'
import type { Link } from '../../link/index.ts'
import { Netlink } from '../../netlink/index.ts'
import type { Netns } from '../../netns/index.ts'
import type { ListOptions, NftObject } from '../../nftables/index.ts'
import { Nftables } from '../../nftables/nftables.ts'
import { KeyedQueue } from './keyed-queue.ts'
import { NetworkLock } from './network-lock.ts'
import { retryInterrupted } from './retry.ts'

/** The namespace of the host, and the handles in it. */
export class Host {
  readonly netns: Netns
  readonly nl: Netlink
  readonly nft: Nftables
  readonly lock: NetworkLock
  /** Looks at ports of the host, one at a time for each port: two would see each other. */
  readonly probes = new KeyedQueue()

  private constructor(netns: Netns, nl: Netlink, nft: Nftables) {
    this.netns = netns
    this.nl = nl
    this.nft = nft
    this.lock = new NetworkLock(nft)
  }

  /** Opens handles in `netns`, which closes with them. */
  static async open(netns: Netns): Promise<Host> {
    const nl = await Netlink.open({ netns })
    try {
      return new Host(netns, nl, await Nftables.open({ netns }))
    } catch (thrown) {
      await nl.close()
      throw thrown
    }
  }

  get inode(): string {
    return String(this.netns.inode)
  }

  /** Every link, without counters. */
  links(): Promise<Link[]> {
    return retryInterrupted(() => this.nl.listLinks({ stats: false }))
  }

  /** What nftables has of a kind. */
  async ruleset(what: ListOptions): Promise<NftObject[]> {
    return (await retryInterrupted(() => this.nft.list(what))).nftables
  }

  /** Sets a kernel parameter, unless it is as it should be: /proc/sys may be read-only. */
  async ensure(name: string, value: string): Promise<void> {
    if ((await this.netns.getSysctl(name)) !== value) await this.netns.setSysctl(name, value)
  }

  async close(): Promise<void> {
    await Promise.all([this.nl.close(), this.nft.close()])
    await this.netns.close()
  }
}

/** What `promise` gives, or undefined where the kernel says one of these. */
export async function ignoring<T>(codes: readonly string[], promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise
  } catch (thrown) {
    if (thrown instanceof NetlinkError && codes.includes(thrown.code)) return undefined
    throw thrown
  }
}
