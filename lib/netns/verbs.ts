import type { Handle } from '../transport/handle.ts'
import { addon, type Descriptor } from '../transport/native.ts'
import { rejection } from '../transport/rejection.ts'
import { verb } from '../verb/verb.ts'
import type { NamedNetns, NetnsRef } from '../wire/netns.ts'
import { creationError, namedPath } from './name.ts'
import { Netns, unmount } from './netns.ts'
import { getNsid } from './nsid.ts'
import { openAs } from './open.ts'
import { NETNS_FOLDER, netnsFiles } from './reference.ts'

/** A namespace in /run/netns. */
export interface NetnsInfo {
  /** Name: the file in /run/netns. */
  name: string
  /** Inode of the namespace, the number in `net:[4026531840]`. */
  inode: number
  /** Id of the namespace in the namespace of the handle, if one was assigned: `ip netns list-id`. */
  nsid?: number
}

/**
 * Creates a network namespace. With a name, it is mounted in /run/netns, where `ip netns` finds it, and exists until {@link deleteNetns};
 * EEXIST if the name is already in use. Without a name, it exists as long as the object. Needs CAP_SYS_ADMIN; a name in a user namespace
 * also needs a mount namespace: `unshare -r -n -m`, docs/namespaces.md.
 */
export const createNetns = verb(
  'createNetns',
  async (_handle: unknown, name?: string): Promise<Netns> => {
    const path = name === undefined ? undefined : namedPath('createNetns', name)
    const held = await new Promise<Descriptor>((resolve) => {
      addon().createNetns(path, (error, step, netns) => {
        if (error === 0 && netns !== undefined) resolve(netns)
        else resolve(rejection(creationError(error, step, path)))
      })
    })
    return new Netns(held, name === undefined || path === undefined ? {} : { name, path })
  },
  { undo: 'exact' },
)

/** Opens a namespace by object, name in /run/netns, absolute path, `{ pid }`, `{ fd }` or listed object. ENOENT if it does not exist. */
export const openNetns = verb('openNetns', async (_handle: unknown, ref: NetnsRef): Promise<Netns> => {
  return openAs('openNetns', ref)
})

/** Deletes the name of a namespace, given by name or listed object (`ip netns del`). The namespace ends when no process, socket or object uses it. */
export const deleteNetns = verb(
  'deleteNetns',
  async (_handle: unknown, name: string | NamedNetns): Promise<void> => {
    const plain: unknown = typeof name === 'object' && name !== null ? name.name : name
    await unmount('deleteNetns', namedPath('deleteNetns', plain))
  },
  { undo: 'none' },
)

/** Lists the named namespaces (`ip netns list`), with their ids in the namespace of the handle. */
export const listNetns = verb('listNetns', async (handle: Handle): Promise<NetnsInfo[]> => {
  const names = await netnsFiles()
  const found = await Promise.all(names.sort().map((name) => inspect(handle, name)))
  return found.filter((info) => info !== undefined)
})

/** One of them; undefined if it is not a namespace (a stale file), or was deleted after the folder was read. */
async function inspect(handle: Handle, name: string): Promise<NetnsInfo | undefined> {
  const held = addon().openNetns(`${NETNS_FOLDER}/${name}`)
  if (typeof held === 'number') return undefined
  const netns = new Netns(held, { name })
  try {
    const nsid = await handle.request(getNsid, { fd: netns })
    return { name, inode: netns.inode, ...(nsid === undefined ? {} : { nsid }) }
  } finally {
    await netns.close()
  }
}
