import type { Requester } from '../transport/caller.ts'
import type { LinkRef } from '../wire/reference.ts'
import { verb } from './message.ts'
import { missingTarget, publishTarget, target, targetLink } from './target.ts'

const deleting = verb('deleteLink', 'delete', {
  publish: publishTarget,
  subject: targetLink,
  reworded: missingTarget('deleteLink'),
})

/** Deletes a link (`ip link del`), by index, name or alternative name. ENODEV when there is none; of a veth, both ends go. */
export function deleteLink(caller: Requester, link: LinkRef): Promise<void> {
  return caller.request(deleting, target('deleteLink', link))
}
