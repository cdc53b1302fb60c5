import { openAs } from '../../netns/open.ts'
import type { Limits } from '../../transport/limit.ts'
import { recaptured } from '../../transport/rejection.ts'
import { anything, checkAll } from '../../verb/checks.ts'
import type { NetnsRef } from '../../wire/netns.ts'
import { optionsOf } from '../config.ts'
import { fileError } from '../state/file-error.ts'
import { STATE } from '../state/folder.ts'
import type { NetworkMode, NetworkOptions } from '../types.ts'
import { HOME } from './open.ts'
import { networksIn } from './sibling.ts'

/** Options of `listNetworks`. */
export interface ListNetworksOptions {
  /** Namespace of the host; by default that of this process. */
  netns?: NetnsRef | undefined
}

/** An existing network as `listNetworks` returns it: the options of `createNetwork`, with all defaults filled in. */
export interface ListedNetwork extends Omit<NetworkOptions, 'state' | 'netns' | 'restore' | keyof Limits> {
  /** How containers are connected. */
  mode: NetworkMode
}

const OPERATION = 'listNetworks'

/** The networks of a namespace whose state is in the default folder, by name. */
export async function findNetworks(options: ListNetworksOptions): Promise<ListedNetwork[]> {
  const { netns: ref } = checkAll(OPERATION, options, { netns: anything<NetnsRef> })
  const netns = await openAs(OPERATION, ref ?? HOME)
  try {
    return networksIn(STATE, String(netns.inode))
      .map(({ config }) => ({ ...optionsOf(config), mode: config.mode }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (thrown) {
    throw recaptured(fileError(OPERATION, undefined, thrown))
  } finally {
    await netns.close()
  }
}
