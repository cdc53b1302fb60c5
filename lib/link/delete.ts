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

/** Deletes a link (`ip link del`), by index, name or alternative name. ENODEV when there is none; of a veth, both ends go. */
export const deleteLink = change(
  'deleteLink',
  (sender: Sender, link: LinkRef): Promise<void> => sender.request(deleting, target('deleteLink', link)),
  { first: 'other' },
)
