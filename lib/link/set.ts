import { callerError, InputError } from '../errors.ts'
import { type Handle, isHandle, type Sender } from '../transport/handle.ts'
import { Again } from '../verb/again.ts'
import { checkOptions } from '../verb/options.ts'
import { change } from '../verb/verb.ts'
import { type LinkRef, oneLinkKey } from '../wire/reference.ts'
import { checkAddresses, unusualAddress } from './hardware.ts'
import type { AnyKindChange } from './kinds/index.ts'
import { isWhole, wholeData } from './kinds/whole.ts'
import type { Link, LinkOptions } from './link.ts'
import { publish, request } from './message.ts'
import { validate } from './plan.ts'
import { BRIEF, briefReading } from './reading.ts'
import { ofChange } from './refusal.ts'
import { toMessage } from './request.ts'
import { checkTarget, namedLink, naming, publishIndex, target } from './target.ts'
import { irreversible } from './undo.ts'

/** Properties that cannot change after creation. */
const FIXED = ['index', 'link', 'linkNetnsid', 'numTxQueues', 'numRxQueues'] as const

/** Settings of a link to change. A field that the kernel only reports is a TypeError. */
export type LinkChange = Omit<LinkOptions, (typeof FIXED)[number] | 'altnames'> & AnyKindChange

const requests = {
  set: request('setLink', 'set', { publish: publishIndex, subject: namedLink, strict: true, explained: ofChange }),
  read: briefReading('setLink'),
}

/** The same change of other links. */
const again = new Again({ link: [{ path: 'index', as: (link) => oneLinkKey(link as LinkRef) }] }, 'change')

/** The link by index or name, and its name in errors if that differs. */
interface Meant {
  readonly ref: number | string
  readonly called?: string | undefined
}

/**
 * Changes the given settings of a link (`ip link set`). `name` renames it, `master: null` removes it from its bridge, `netns` moves it to
 * another namespace. A field that the kernel only reports is a TypeError. The link is read first if its kind is needed (`data` without
 * `kind`), or the length of its hardware address (an `address` that is not 6 bytes long); a batch cannot read it, and rejects such a
 * change. It is also read for the `data` of a tunnel (gre, ipip, sit, ip6tnl, vti, xfrm and the like): the kernel returns to its default what a
 * change of these does not contain, so the rest is sent as it is. In a batch, their `data` must be complete.
 *
 * ```ts
 * await setLink('eth0', { up: true, mtu: 1400 })
 * ```
 */
export const setLink = change(
  'setLink',
  (sender: Sender, link: LinkRef, change: LinkChange): Promise<void> => {
    const repeated = again.request(sender, requests.set, { link, change })
    if (repeated !== undefined) return repeated
    const ref = checkTarget('setLink', link)
    check(change)
    const unread = needsReading(change) || unusualAddress(change) || (isHandle(sender) && isPartial(change))
    return unread ? afterReading(sender, ref, change, unread) : apply(sender, { ref }, change, link)
  },
  { first: 'other', undo: 'scope', irreversible },
)

/** Whether the kind must be read, which decides what `data` may contain. */
function needsReading({ data, kind }: LinkChange): 'data' | false {
  return data !== undefined && kind === undefined && 'data'
}

/** Whether `data` is completed with the properties that the link has. */
function isPartial({ data, kind }: LinkChange): 'data' | false {
  return data !== undefined && isWhole(kind) && 'data'
}

/** Port settings require a master: they are sent after it has been set. */
function apply(sender: Sender, meant: Meant, change: LinkChange, link?: LinkRef): Promise<void> {
  const { port, portKind, ...rest } = change
  if (port === undefined || rest.master === undefined) {
    const fields = { index: meant.ref, ...message(port === undefined ? rest : change) }
    if (link !== undefined) again.follow(sender, { link, change }, requests.set, fields)
    return sender.request(setting(meant), fields)
  }
  const [first, second] = [message(rest), message({ port, portKind })]
  const send = (by: Sender, fields: object) => by.request(setting(meant), { index: meant.ref, ...fields })
  try {
    validate({ verb: requests.set, message: second })
  } catch (thrown) {
    throw callerError('setLink', thrown, publish)
  }
  if (!isHandle(sender)) return Promise.all([send(sender, first), send(sender, second)]).then(() => undefined)
  return sender.task('setLink', (alone) => send(alone, first).then(() => send(alone, second)))
}

function setting({ called }: Meant): typeof requests.set {
  return called === undefined ? requests.set : { ...requests.set, subject: () => called }
}

function message(change: LinkChange): Record<string, unknown> {
  try {
    return toMessage(change, true)
  } catch (thrown) {
    throw callerError('setLink', thrown, publish)
  }
}

/** Reads the link first; no other call comes between. */
function afterReading(sender: Sender, ref: number | string, change: LinkChange, needing: string): Promise<void> {
  if (!isHandle(sender)) throw new TypeError(`setLink: ${unreadable(needing)}`)
  const question = { ...target('setLink', ref), ...BRIEF }
  return sender.task('setLink', async (alone: Handle) => {
    const found = await naming('setLink', ref, 'link', alone.request(requests.read, question))
    const called = typeof ref === 'string' ? ref : found.name
    return apply(alone, { ref: found.index, called }, fitting(found, change))
  })
}

function unreadable(needing: string): string {
  if (needing === 'data') return 'kind is missing; data requires it in a batch'
  return `${needing} must be 6 bytes long in a batch, which cannot look up the address length of the link`
}

/** The change, with the kind of the link if needed. */
function fitting(found: Link, change: LinkChange): LinkChange {
  try {
    checkAddresses(change, found)
  } catch (thrown) {
    throw callerError('setLink', thrown, publish)
  }
  const { data, kind = found.kind } = change
  if (data === undefined) return change
  if (kind === undefined)
    throw new TypeError(`setLink: data is not allowed here: ${found.name} is a link without a kind`)
  return { ...change, kind, data: kind === found.kind ? wholeData(kind, found.data, data) : data } as LinkChange
}

function check(change: LinkChange): void {
  checkOptions('setLink', change)
  const given = change as LinkOptions
  for (const key of FIXED) {
    if (given[key] !== undefined) throw refused(key, 'cannot be changed once the link exists')
  }
  if (given.altnames !== undefined) throw refused('altnames', 'is not allowed here; use addAltname and deleteAltname')
  if (given.netns !== undefined) checkMove(change)
}

/** The kernel moves first and then looks the rest up, in the other namespace. */
function checkMove({ master, port }: LinkChange): void {
  const advice = 'move the link first, then use a handle opened there'
  if (port !== undefined) throw refused('port', `is not allowed with netns; ${advice}`)
  // The kernel takes an index for one of the other namespace, where it may be that of any link.
  if (master !== undefined && master !== null) throw refused('master', `is not allowed with netns; ${advice}`)
}

function refused(key: string, reason: string): unknown {
  return callerError('setLink', new InputError(reason).under(key))
}
