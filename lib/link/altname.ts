import { callerError, Slip } from '../errors.ts'
import type { Requester } from '../transport/caller.ts'
import type { LinkRef } from '../wire/reference.ts'
import { propVerb } from './message.ts'
import { checkTarget, namedLink, publishIndex } from './target.ts'

const verbs = {
  add: propVerb('addAltname', 'append', { publish: publishIndex, subject: namedLink }),
  delete: propVerb('deleteAltname', 'delete', { publish: publishIndex, subject: namedLink }),
}

type Names = string | readonly string[]

function listed(operation: string, names: Names): readonly string[] {
  const list = typeof names === 'string' ? [names] : names
  if (Array.isArray(list) && list.length > 0 && list.every((name) => typeof name === 'string' && name !== ''))
    return list
  throw callerError(operation, new Slip('must be a name or several, of at least one byte').under('altnames'))
}

/** Gives a link further names, of at most 127 bytes (`ip link property add altname`). EEXIST when one is taken. */
export function addAltname(caller: Requester, link: LinkRef, names: Names): Promise<void> {
  return caller.request(verbs.add, { index: checkTarget('addAltname', link), altnames: listed('addAltname', names) })
}

/** Takes further names from a link (`ip link property del altname`). */
export function deleteAltname(caller: Requester, link: LinkRef, names: Names): Promise<void> {
  return caller.request(verbs.delete, {
    index: checkTarget('deleteAltname', link),
    altnames: listed('deleteAltname', names),
  })
}
