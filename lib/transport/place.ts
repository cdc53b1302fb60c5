import { callerError, errnoText, kernelError, type NetlinkError } from '../errors.ts'
import { type NetnsRef, netnsFailure, netnsPath } from '../wire/reference.ts'
import { addon, type Descriptor } from './native.ts'

const EPERM = -1

/** The error of a call about namespaces, whose privilege is another than that of netlink requests: namespaces(7). */
export function netnsError(operation: string, error: number, step: string): NetlinkError {
  const text =
    error === EPERM ? 'operation not permitted: needs CAP_SYS_ADMIN (or a user namespace of its own)' : errnoText(error)
  return kernelError(operation, error, { reason: step === '' ? text : `${step}: ${text}` })
}

/** The namespace behind a reference, or the error that says which was meant. */
export function openReference(operation: string, netns: NetnsRef): Descriptor {
  let path: string
  try {
    path = netnsPath(netns)
  } catch (thrown) {
    throw callerError(operation, thrown, () => 'netns')
  }
  const held = addon().openNetns(path)
  if (typeof held !== 'number') return held
  throw kernelError(operation, held, { reason: netnsFailure(netns, held), attribute: 'netns' })
}

/** Another namespace needs another privilege. */
export function openError(operation: string, error: number, elsewhere: boolean): NetlinkError {
  return elsewhere ? netnsError(operation, error, '') : kernelError(operation, error)
}
