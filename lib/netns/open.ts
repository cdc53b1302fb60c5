import type { NetnsRef } from '../wire/netns.ts'
import { Netns } from './netns.ts'
import { NETNS_FOLDER, openAnew } from './reference.ts'

/** Opens a namespace for an operation, which errors name. */
export async function openAs(operation: string, ref: NetnsRef): Promise<Netns> {
  const held = openAnew(operation, ref)
  const name = typeof ref === 'string' ? ref : 'fd' in ref || 'pid' in ref ? undefined : ref.name
  if (name === undefined) return new Netns(held)
  return new Netns(held, name.startsWith('/') ? { path: name } : { name, path: `${NETNS_FOLDER}/${name}` })
}
