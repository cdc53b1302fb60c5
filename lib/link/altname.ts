import { callerError, InputError } from '../errors.ts'
import type { Sender } from '../transport/handle.ts'
import { change } from '../verb/verb.ts'
import type { LinkRef } from '../wire/reference.ts'
import { propRequest } from './message.ts'
import { ofAltnames } from './refusal.ts'
import { checkTarget, namedLink, publishIndex } from './target.ts'

const requests = {
  add: propRequest('addAltname', 'append', { publish: publishIndex, subject: namedLink, explained: ofAltnames }),
  delete: propRequest('deleteAltname', 'delete', { publish: publishIndex, subject: namedLink }),
}

type Names = string | readonly string[]

function listed(operation: string, names: Names): readonly string[] {
  const list = typeof names === 'string' ? [names] : names
  if (Array.isArray(list) && list.length > 0 && list.every((name) => typeof name === 'string' && name !== ''))
    return list
  throw callerError(
    operation,
    new InputError('must be a name or an array of names, each of at least one byte').under('altnames'),
  )
}

/** Adds alternative names to a link, at most 127 bytes each (`ip link property add altname`). EEXIST if one is already in use. */
export const addAltname = change(
  'addAltname',
  (sender: Sender, link: LinkRef, names: Names): Promise<void> =>
    sender.request(requests.add, { index: checkTarget('addAltname', link), altnames: listed('addAltname', names) }),
  { first: 'other', undo: 'exact' },
)

/** Removes alternative names from a link (`ip link property del altname`). */
export const deleteAltname = change(
  'deleteAltname',
  (sender: Sender, link: LinkRef, names: Names): Promise<void> => {
    return sender.request(requests.delete, {
      index: checkTarget('deleteAltname', link),
      altnames: listed('deleteAltname', names),
    })
  },
  { first: 'other', undo: 'exact' },
)
