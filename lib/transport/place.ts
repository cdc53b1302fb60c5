import { callerError, errnoText, kernelError } from '../errors.ts'
import { type NetnsRef, netnsPath } from '../wire/reference.ts'
import { addon, type Descriptor } from './native.ts'

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
  throw kernelError(operation, held, { reason: `${path}: ${errnoText(held)}`, attribute: 'netns' })
}
