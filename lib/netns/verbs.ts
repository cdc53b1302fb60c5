import { readdir } from 'node:fs/promises'
import { callerError, Slip } from '../errors.ts'
import type { Caller } from '../transport/caller.ts'
import { addon, type Descriptor } from '../transport/native.ts'
import { netnsError, openReference } from '../transport/place.ts'
import { rejection } from '../transport/rejection.ts'
import { NETNS_FOLDER, type NetnsRef, netnsPath } from '../wire/reference.ts'
import { Netns, unmount } from './netns.ts'
import { getNsid } from './nsid.ts'

/** A namespace below /run/netns. */
export interface NetnsInfo {
  name: string
  /** Inode of the namespace, the number in `net:[4026531840]`. */
  inode: number
  /** How the handle's namespace calls it, if it has ever named it: `ip netns list-id`. */
  nsid?: number
}

/**
 * Makes a network namespace. With a name it is mounted below /run/netns, where `ip netns` finds it, and stays until
 * {@link deleteNetns}; EEXIST when the name is taken. Without a name it lives as long as the object. Needs CAP_SYS_ADMIN.
 */
export async function createNetns(_caller: unknown, name?: string): Promise<Netns> {
  const path = name === undefined ? undefined : namedPath('createNetns', name)
  const held = await new Promise<Descriptor>((resolve) => {
    addon().createNetns(path, (error, step, netns) => {
      if (error === 0 && netns !== undefined) resolve(netns)
      else resolve(rejection(netnsError('createNetns', error, path === undefined ? step : `${step} ${path}`)))
    })
  })
  return new Netns(held, { ...(name === undefined ? {} : { name }), ...(path === undefined ? {} : { path }) })
}

function namedPath(operation: string, name: string): string {
  try {
    if (typeof name !== 'string' || name.startsWith('/')) throw new Slip(`must be a plain name, not ${String(name)}`)
    return netnsPath(name)
  } catch (thrown) {
    throw callerError(operation, thrown instanceof Slip ? thrown.under('name') : thrown)
  }
}

/** Opens a namespace by object, name below /run/netns, absolute path, `{ pid }` or `{ fd }`. ENOENT when there is none. */
export async function openNetns(_caller: unknown, ref: NetnsRef): Promise<Netns> {
  const held = openReference('openNetns', ref)
  if (typeof ref !== 'string') return new Netns(held)
  return new Netns(held, ref.startsWith('/') ? { path: ref } : { name: ref, path: `${NETNS_FOLDER}/${ref}` })
}

/** Takes the name of a namespace away (`ip netns del`); it ends when no process, socket or object is in it any more. */
export async function deleteNetns(_caller: unknown, name: string): Promise<void> {
  await unmount('deleteNetns', namedPath('deleteNetns', name))
}

/** Lists the named namespaces (`ip netns list`), with the ids that the handle's namespace has for them. */
export async function listNetns(caller: Caller): Promise<NetnsInfo[]> {
  const names = await readdir(NETNS_FOLDER).catch((error: { code?: string }) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const found = await Promise.all(names.sort().map((name) => inspect(caller, name)))
  return found.filter((info) => info !== undefined)
}

/** One of them; undefined when it is no namespace (a file left behind), or gone since the folder was read. */
async function inspect(caller: Caller, name: string): Promise<NetnsInfo | undefined> {
  const held = addon().openNetns(`${NETNS_FOLDER}/${name}`)
  if (typeof held === 'number') return undefined
  const netns = new Netns(held, { name })
  try {
    const nsid = await caller.request(getNsid, { fd: netns })
    return { name, inode: netns.inode, ...(nsid === undefined ? {} : { nsid }) }
  } finally {
    await netns.close()
  }
}
