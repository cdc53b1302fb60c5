import { constants } from '../builtin.ts'
import { kernelError, NetlinkError } from '../errors.ts'
import { type Handle, isHandle, type Sender } from '../transport/handle.ts'
import type { RequestType } from '../transport/request-type.ts'
import { Again } from '../verb/again.ts'
import { payloadOf } from '../wire/attribute.ts'
import type { Bytes } from '../wire/bytes.ts'
import { HEADER, lengthAt } from '../wire/header.ts'
import type { NetnsRef } from '../wire/netns.ts'
import { rows } from './attributes.ts'
import { fromReport, type Link } from './link.ts'
import { link as message, publish, request } from './message.ts'
import { type Named, type Part, type Plan, reference, type Step } from './plan.ts'
import { reading } from './reading.ts'
import { inUse, ofCreation } from './refusal.ts'
import { target } from './target.ts'

/** The requests of one verb that creates links. */
export interface Creation {
  readonly operation: string
  /** The kernel echoes the new link. Since Linux 6.2. */
  readonly echoed: RequestType<Link | undefined>
  readonly silent: RequestType
  readonly read: RequestType<Link>
  readonly undo: RequestType
  /** For links that differ in what most differ in. */
  readonly again: Again
}

const PEER = 'linkinfo.data.peer'

/** No check and no default depends on these, as long as they are valid. */
const FREE = {
  name: [{ path: 'name' }],
  address: [{ path: 'address' }],
  'peer.name': [{ path: `${PEER}.name` }],
  'peer.address': [{ path: `${PEER}.address` }],
  'peer.netns': [{ path: `${PEER}.netns` }],
}

export function creation(operation: string): Creation {
  return {
    operation,
    echoed: request(operation, 'add', {
      publish,
      explained: ofCreation,
      answer: fromReport,
      complete: withMaster,
      echo: true,
      slow: true,
    }),
    silent: request(operation, 'add', { publish, explained: ofCreation, slow: true }),
    read: reading(operation),
    undo: request(operation, 'delete'),
    again: new Again(FREE, 'peer'),
  }
}

/** What identifies a link and its peer. */
type End = Pick<Part, 'ref' | 'netns'>
type Called = End & { readonly message: { readonly name?: unknown }; readonly peer: End | undefined }

/** Creates a link like the last one, with other names (see Again). Returns undefined if the options are not like those of the last one. */
export function makeAgain(
  requests: Creation,
  sender: Sender,
  options: Named & { peer?: Named },
): Promise<Link> | undefined {
  const made = requests.again.request(sender, requests.echoed, options)
  if (made === undefined || !isHandle(sender)) return made as undefined
  // The caller may change the options as soon as this returns.
  const { name, peer } = options
  const far = peer && { ref: reference(peer), netns: peer.netns }
  const plan: Called = { ref: reference(options), netns: undefined, message: { name }, peer: far }
  return made.then(
    (link) => link ?? readBack(requests, sender, plan),
    far?.ref === undefined ? undefined : (thrown) => takenEnd(requests, sender, plan, thrown),
  )
}

/** Creates the planned link and resolves with its state after creation; a batch only sends. */
export function make(requests: Creation, sender: Sender, plan: Plan, options?: object): Promise<Link> {
  checkSteps(requests.operation, sender, plan)
  if (!isHandle(sender)) return collect(requests, sender, plan)
  const made = makeNow(requests, sender, plan, options)
  return plan.peer?.ref === undefined ? made : made.catch((thrown) => takenEnd(requests, sender, plan, thrown))
}

function makeNow(requests: Creation, sender: Handle, plan: Plan, options?: object): Promise<Link> {
  const peerSteps = plan.peer?.steps.length ?? 0
  if (plan.netns !== undefined) {
    return peerSteps > 0
      ? sender.task(requests.operation, (alone) => createInNetns(requests, alone, plan))
      : createInNetns(requests, sender, plan)
  }
  if (plan.steps.length + peerSteps > 0)
    return sender.task(requests.operation, (alone) => createInSteps(requests, alone, plan))
  if (options !== undefined) requests.again.follow(sender, options, requests.echoed, plan.message)
  return createEchoed(requests, sender, plan)
}

/** Finds out which end of a pair has a name or an index that is in use: the kernel does not say it. */
async function takenEnd(requests: Creation, handle: Handle, plan: Called, thrown: unknown): Promise<never> {
  const { ref, netns, peer } = plan
  if (!(thrown instanceof NetlinkError) || thrown.code !== 'EEXIST' || thrown.attribute !== undefined) throw thrown
  const isTaken = (there: Handle) =>
    ref !== undefined &&
    read(requests, there, ref).then(
      () => true,
      () => false,
    )
  const own = await (netns === undefined ? isTaken(handle) : handle.inside(netns, async (there) => isTaken(there)))
  const [taken, at] = own ? [ref, ''] : [peer?.ref, 'peer.']
  const attribute = typeof taken === 'number' ? `${at}index` : `${at}name`
  const reason = typeof taken === 'number' ? `the index ${taken} is already in use` : inUse(taken)
  throw kernelError(requests.operation, -constants.errno.EEXIST, { subject: subjectOf(plan), reason, attribute })
}

function subjectOf({ ref, message }: Called): string | undefined {
  return typeof message.name === 'string' ? message.name : ref === undefined ? undefined : String(ref)
}

/** In a batch, later steps require a name or index, and cannot be in another namespace. */
function checkSteps(operation: string, sender: Sender, plan: Plan): void {
  if (isHandle(sender)) return
  const advice = 'in a batch; use a batch of a handle opened there'
  for (const [part, at] of [[plan, ''] as const, [plan.peer, 'peer.'] as const]) {
    const option = stepKeys(part?.steps ?? [])[0]
    if (option === undefined) continue
    if (part?.netns !== undefined)
      throw new TypeError(`${operation}: ${at}${option} is not allowed with ${at}netns ${advice}`)
    if (part?.ref === undefined)
      throw new TypeError(`${operation}: ${at}name is missing; ${at}${option} requires it in a batch`)
  }
}

/** The options that require these steps. */
function stepKeys(steps: readonly Step[]): string[] {
  return steps.flatMap(({ message }) =>
    Object.keys(message)
      .filter((key) => key !== 'change')
      .map((key) => (key === 'flags' ? 'up' : key === 'linkinfo' ? 'port' : key)),
  )
}

/** In a batch, everything is sent together, by name or index, without a reply. */
function collect(requests: Creation, sender: Sender, plan: Plan): Promise<Link> {
  const made = sender.request(requests.silent, plan.message)
  const rest = [plan, plan.peer].flatMap((part) => follow(sender, part, part?.ref))
  return Promise.all([made, ...rest]) as Promise<never>
}

function follow(sender: Sender, part: Part | undefined, ref: string | number | undefined): Promise<unknown>[] {
  const { steps = [] } = part ?? {}
  if (steps.length > 0 && ref === undefined) throw new TypeError('the created link has no index')
  return steps.map((step) => sender.request(step.verb, { ...step.message, index: ref }))
}

/** Creates the link and resolves with the kernel's echo of it. */
function createEchoed(requests: Creation, sender: Sender, plan: Plan): Promise<Link> {
  return sender.request(requests.echoed, plan.message).then((link) => link ?? readBack(requests, sender, plan))
}

/**
 * The echo contains the state before the link joined its master. Reading the link is expensive: the kernel first waits for pending
 * carrier events, which for a veth is until its peer is up.
 */
function withMaster(link: Link, asked: Bytes, at: number): void {
  const found = payloadOf(asked, at + HEADER + message.headerSize, at + lengthAt(asked, at), rows.master[0])
  const master = found < 0 ? 0 : asked.u32[found >> 2]
  if (master !== 0) link.master = master
}

function read(requests: Creation, sender: Sender, ref: string | number): Promise<Link> {
  return sender.request(requests.read, target(requests.operation, ref))
}

/** Reads the link after creation: kernels before Linux 6.2 do not echo it. */
function readBack(requests: Creation, sender: Sender, { ref }: Pick<Part, 'ref'>): Promise<Link> {
  if (ref !== undefined) return read(requests, sender, ref)
  const reason = 'the link was created, but this kernel (before Linux 6.2) does not report its index; give it a name'
  throw kernelError(requests.operation, -constants.errno.EOPNOTSUPP, { reason, missing: 'name' })
}

/** Creates the link, then executes the steps by its index, so that they cannot affect another link with the same name. */
async function createInSteps(requests: Creation, alone: Handle, plan: Plan): Promise<Link> {
  const made = await createEchoed(requests, alone, plan)
  return completed(requests, alone, plan, made, alone)
}

/** Executes the steps and reads the result. If one fails, the link is deleted, and with it the peer. */
async function completed(
  requests: Creation,
  on: Handle,
  { peer, ...plan }: Plan,
  { index, link: far }: Link,
  here: Handle,
): Promise<Link> {
  try {
    if (peer !== undefined && peer.netns !== undefined) await followThere(here, peer, peer.netns, far)
    const others = peer?.netns === undefined ? follow(here, peer, far) : []
    const steps = [...others, ...follow(on, plan, index)]
    const found = read(requests, on, index)
    await Promise.all([...steps, found])
    return await found
  } catch (thrown) {
    await on.request(requests.undo, { index }).catch(() => undefined)
    throw thrown
  }
}

/** Executes the steps of a peer in its namespace, with a handle that is opened there. */
async function followThere(handle: Handle, peer: Part, netns: NetnsRef, index: number | undefined): Promise<void> {
  if (peer.steps.length > 0) await handle.inside(netns, (there) => Promise.all(follow(there, peer, index)))
}

/** Creates the link in another namespace and reads it there: the echo goes to that namespace. */
async function createInNetns(requests: Creation, handle: Handle, plan: Plan): Promise<Link> {
  const { netns, ref } = plan
  if (netns === undefined || ref === undefined)
    throw new TypeError(`${requests.operation}: name is missing; netns requires it`)
  await handle.request(requests.silent, plan.message)
  return handle.inside(netns, async (there) =>
    completed(requests, there, plan, await read(requests, there, ref), handle),
  )
}
