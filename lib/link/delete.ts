import type { Sender } from '../transport/handle.ts'
import { change } from '../verb/verb.ts'
import type { LinkRef } from '../wire/reference.ts'
import { request } from './message.ts'
import { missingTarget, publishTarget, target, targetLink } from './target.ts'

const deleting = request('deleteLink', 'delete', {
  publish: publishTarget,
  subject: targetLink,
  reworded: missingTarget('deleteLink'),
})

/** Deletes a link (`ip link del`), by index, name or alternative name. ENODEV if it does not exist. Deleting one end of a veth pair deletes both. */
export const deleteLink = change(
  'deleteLink',
  (sender: Sender, link: LinkRef): Promise<void> => sender.request(deleting, target('deleteLink', link)),
  { first: 'other', undo: 'scope' },
)
