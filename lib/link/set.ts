import { callerError, Slip } from '../errors.ts'
import type { Requester } from '../transport/caller.ts'
import type { LinkRef } from '../wire/reference.ts'
import { BRIEF, briefReading } from './get.ts'
import type { LinkOptions } from './link.ts'
import { publish, verb } from './message.ts'
import { toMessage } from './request.ts'
import { naming, publishTarget, target } from './target.ts'

/** What cannot change while a link exists. */
const FIXED = ['index', 'link', 'linkNetnsid', 'numTxQueues', 'numRxQueues'] as const

/** What can be changed of a link. */
export interface LinkChange extends Omit<LinkOptions, (typeof FIXED)[number] | 'altnames'> {
  /** Kind of the link: for `data`; it is looked up unless given. */
  kind?: string | undefined
  data?: object | undefined
}

const verbs = {
  set: verb('setLink', 'set', { publish: publishTarget }),
  read: briefReading('setLink'),
}

/**
 * Changes a link (`ip link set`): what is given, and nothing else. `name` renames it, `master: null` takes it from its bridge,
 * `netns` moves it to another namespace.
 *
 * ```ts
 * await setLink('eth0', { up: true, mtu: 1400 })
 * ```
 */
export function setLink(caller: Requester, link: LinkRef, change: LinkChange): Promise<void> {
  const { port, portKind, ...rest } = check(change)
  const own = port === undefined ? undefined : { port, portKind }
  if (rest.data !== undefined && rest.kind === undefined) return withKind(caller, link, change)
  if (own === undefined) return send(caller, link, rest)
  if (rest.master === undefined) return send(caller, link, { ...rest, ...own })
  return Promise.all([send(caller, link, rest), send(caller, link, own)]).then(() => undefined)
}

function send(caller: Requester, link: LinkRef, change: LinkChange): Promise<void> {
  let message: Record<string, unknown>
  try {
    message = toMessage(change)
  } catch (thrown) {
    throw callerError('setLink', thrown, publish)
  }
  return caller.request(verbs.set, { index: link, ...message })
}

/** Settings of the kind are told with its name: it is asked for, and nothing comes between. */
function withKind(caller: Requester, link: LinkRef, change: LinkChange): Promise<void> {
  if (caller.task === undefined) throw new TypeError('setLink: kind is missing; in a batch, data needs it')
  const question = { ...target('setLink', link), ...BRIEF }
  return caller.task(async (alone) => {
    const { kind, index, name } = await naming('setLink', link, 'link', alone.request(verbs.read, question))
    if (kind === undefined) throw new TypeError(`setLink: data cannot be given: ${name} is a link without a kind`)
    return setLink(alone, index, { ...change, kind })
  })
}

function check(change: LinkChange): LinkChange {
  if (typeof change !== 'object' || change === null) throw new TypeError('setLink: what to change must be an object')
  const given = change as LinkOptions
  for (const key of FIXED) {
    if (given[key] !== undefined) throw refused(key, 'cannot be changed once the link exists')
  }
  if (given.altnames !== undefined) throw refused('altnames', 'is not an option here; use addAltname and deleteAltname')
  if (given.netns !== undefined) checkMove(change)
  return change
}

/** The kernel moves first and then looks the rest up, in the other namespace. */
function checkMove({ master, port }: LinkChange): void {
  const advice = 'move the link, then change it by a handle opened there'
  if (port !== undefined) throw refused('port', `cannot be given with netns; ${advice}`)
  if (typeof master === 'string') throw refused('master', `cannot be a name with netns; ${advice}`)
}

function refused(key: string, reason: string): unknown {
  return callerError('setLink', new Slip(reason).under(key))
}
