import { constants } from '../builtin.ts'
import { callerError, describeValue, errnoText, InputError, kernelError, type NetlinkError } from '../errors.ts'
import { addon } from '../transport/native.ts'
import { rejection } from '../transport/rejection.ts'
import { netnsError } from './error.ts'
import type { Netns } from './netns.ts'
import { NETNS_FOLDER, netnsFile, openReference } from './reference.ts'

const { EACCES, EPERM, EROFS } = constants.errno

/** The file of a named namespace; errors name the operation. */
export function namedPath(operation: string, name: unknown): string {
  try {
    if (typeof name !== 'string') throw new InputError(`must be the name of a namespace, not ${describeValue(name)}`)
    return netnsFile(name)
  } catch (thrown) {
    throw callerError(operation, thrown instanceof InputError ? thrown.under('name') : thrown)
  }
}

/** Why a namespace cannot be created: a missing privilege, or no place for its name. */
export function creationError(error: number, step: string, path: string | undefined): NetlinkError {
  if (path === undefined || step === 'unshare' || step === 'thread' || ![-EACCES, -EPERM, -EROFS].includes(error))
    return netnsError('createNetns', error, path === undefined ? step : `${step} ${path}`)
  const lack =
    step === 'mount'
      ? 'a named namespace is a mount, which needs CAP_SYS_ADMIN over the mount namespace (unshare -r -n -m)'
      : `a named namespace is a file in ${NETNS_FOLDER}, which is not writable here (unshare -r -n -m; mount -t tmpfs tmpfs /run)`
  const reason = `${step} ${path}: ${errnoText(error)}: ${lack}; an unnamed namespace needs neither`
  return kernelError('createNetns', error, { reason })
}

/**
 * Gives a new namespace its name in /run/netns. A file of this name on which nothing is mounted, of a process that was killed in between, is used;
 * EEXIST if the name is in use.
 */
export async function nameNetns(netns: Netns, name: string): Promise<void> {
  const path = namedPath('createNetns', name)
  const held = openReference('createNetns', netns)
  try {
    await new Promise<void>((resolve) => {
      addon().nameNetns(held, path, (error, step) => {
        resolve(error === 0 ? undefined : rejection(creationError(error, step, path)))
      })
    })
  } finally {
    held.close()
  }
}
