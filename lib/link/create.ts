import { constants } from 'node:os'
import { kernelError } from '../errors.ts'
import type { Caller, Requester } from '../transport/caller.ts'
import type { Verb } from '../transport/verb.ts'
import type { NetnsRef } from '../wire/netns.ts'
import { reading } from './get.ts'
import { fromReport, type Link } from './link.ts'
import { type LinkMessage, publish, verb } from './message.ts'
import type { Part, Plan, Step } from './plan.ts'
import { target } from './target.ts'

/** The requests of one verb that makes links. */
export interface Creation<Kind extends string> {
  readonly operation: string
  /** The kernel answers with the new link, since Linux 6.2. */
  readonly echoed: Verb<Link<Kind> | undefined>
  readonly silent: Verb
  readonly read: Verb<Link<Kind>>
  readonly undo: Verb
}

export function creation<Kind extends string = string>(operation: string): Creation<Kind> {
  return {
    operation,
    echoed: verb(operation, 'add', { publish, answer: fromReport<Kind>, complete: withMaster, echo: true }),
    silent: verb(operation, 'add', { publish }),
    read: reading<Kind>(operation),
    undo: verb(operation, 'delete'),
  }
}

/** Makes the link that was planned, and reads it as it is then. A batch does not read. */
export function make<Kind extends string>(verbs: Creation<Kind>, caller: Requester, plan: Plan): Promise<Link<Kind>> {
  checkSteps(verbs.operation, caller, plan)
  if (!isCaller(caller)) return collect(verbs, caller, plan)
  const peerSteps = plan.peer?.steps.length ?? 0
  if (plan.netns !== undefined) {
    return peerSteps > 0
      ? caller.task(verbs.operation, (alone) => elsewhere(verbs, alone, plan))
      : elsewhere(verbs, caller, plan)
  }
  if (plan.steps.length + peerSteps > 0) return caller.task(verbs.operation, (alone) => stepwise(verbs, alone, plan))
  return born(verbs, caller, plan)
}

function isCaller(caller: Requester): caller is Caller {
  return caller.task !== undefined && caller.inside !== undefined
}

/** The steps of a batch need something to go by, and cannot be made in another namespace. */
function checkSteps(operation: string, caller: Requester, plan: Plan): void {
  if (isCaller(caller)) return
  const advice = 'in a batch; use a batch of a handle opened there'
  for (const [part, at] of [[plan, ''] as const, [plan.peer, 'peer.'] as const]) {
    const option = stepKeys(part?.steps ?? [])[0]
    if (option === undefined) continue
    if (part?.netns !== undefined)
      throw new TypeError(`${operation}: ${at}${option} cannot be given with ${at}netns ${advice}`)
    if (part?.ref === undefined)
      throw new TypeError(`${operation}: ${at}name is missing; ${at}${option} needs it in a batch`)
  }
}

/** The options that made these steps. */
function stepKeys(steps: readonly Step[]): string[] {
  return steps.flatMap(({ message }) =>
    Object.keys(message)
      .filter((key) => key !== 'change')
      .map((key) => (key === 'flags' ? 'up' : key === 'linkinfo' ? 'port' : key)),
  )
}

/** In a batch everything is sent at once, and goes by name or index. What it answers nobody gets to see. */
function collect<Kind extends string>(verbs: Creation<Kind>, caller: Requester, plan: Plan): Promise<Link<Kind>> {
  const made = caller.request(verbs.silent, plan.message)
  const rest = [plan, plan.peer].flatMap((part) => follow(caller, part, part?.ref))
  return Promise.all([made, ...rest]) as Promise<never>
}

function follow(caller: Requester, part: Part | undefined, ref: string | number | undefined): Promise<unknown>[] {
  const { steps = [] } = part ?? {}
  if (steps.length > 0 && ref === undefined) throw new TypeError('the link that was made has no index')
  return steps.map((step) => caller.request(step.verb, { ...step.message, index: ref }))
}

/** Sends the message that makes the link. Its echo tells it. */
function born<Kind extends string>(verbs: Creation<Kind>, caller: Requester, plan: Plan): Promise<Link<Kind>> {
  return caller.request(verbs.echoed, plan.message).then((link) => link ?? unechoed(verbs, caller, plan))
}

/**
 * The echo is the link before it came to its master. To read it again would be dear: the kernel would first settle that the
 * link has no carrier, which for a veth is over as soon as its peer is up.
 */
function withMaster(link: Link, { master }: LinkMessage): void {
  if (master !== undefined && master !== null && master !== 0) link.master = master
}

function read<Kind extends string>(
  verbs: Creation<Kind>,
  caller: Requester,
  ref: string | number,
): Promise<Link<Kind>> {
  return caller.request(verbs.read, target(verbs.operation, ref))
}

/** An older kernel does not say what it made. */
function unechoed<Kind extends string>(verbs: Creation<Kind>, caller: Requester, plan: Plan): Promise<Link<Kind>> {
  if (plan.ref !== undefined) return read(verbs, caller, plan.ref)
  const reason = 'the link was made, but this kernel (before Linux 6.2) does not tell which; give it a name'
  throw kernelError(verbs.operation, -constants.errno.EOPNOTSUPP, { reason, missing: 'name' })
}

/** Makes the link, then goes on by its index, so that the steps cannot hit another link that has taken its name. */
async function stepwise<Kind extends string>(verbs: Creation<Kind>, alone: Caller, plan: Plan): Promise<Link<Kind>> {
  const made = await born(verbs, alone, plan)
  return completed(verbs, alone, plan, made, alone)
}

/** Takes the steps and reads what came of them. Where one is refused, the link goes again, and with it the peer. */
async function completed<Kind extends string>(
  verbs: Creation<Kind>,
  on: Caller,
  { peer, ...plan }: Plan,
  { index, link: far }: Link<Kind>,
  here: Caller,
): Promise<Link<Kind>> {
  try {
    if (peer !== undefined && peer.netns !== undefined) await followThere(here, peer, peer.netns, far)
    const others = peer?.netns === undefined ? follow(here, peer, far) : []
    const steps = [...others, ...follow(on, plan, index)]
    const found = read(verbs, on, index)
    await Promise.all([...steps, found])
    return await found
  } catch (thrown) {
    await on.request(verbs.undo, { index }).catch(() => undefined)
    throw thrown
  }
}

/** Takes the steps of a peer in its own namespace, by a handle that is opened there. */
async function followThere(caller: Caller, peer: Part, netns: NetnsRef, index: number | undefined): Promise<void> {
  if (peer.steps.length > 0) await caller.inside(netns, (there) => Promise.all(follow(there, peer, index)))
}

/** The echo goes to the namespace of the new link, where nobody hears it: it is read there. */
async function elsewhere<Kind extends string>(verbs: Creation<Kind>, caller: Caller, plan: Plan): Promise<Link<Kind>> {
  const { netns, ref } = plan
  if (netns === undefined || ref === undefined)
    throw new TypeError(`${verbs.operation}: name is missing; with netns it is needed`)
  await caller.request(verbs.silent, plan.message)
  return caller.inside(netns, async (there) => completed(verbs, there, plan, await read(verbs, there, ref), caller))
}
