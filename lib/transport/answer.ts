import { constants } from '../builtin.ts'
import { errnoText, kernelError, NetlinkError } from '../errors.ts'
import { Bytes } from '../wire/bytes.ts'
import { readVerdict, type Verdict } from '../wire/extack.ts'
import { HEADER, lengthAt, messageAt, NLMSG_DONE, NLMSG_ERROR, nextAt, sequenceAt, typeAt } from '../wire/header.ts'
import type { Exchanged } from './native.ts'
import type { AnyRequestType, RequestType } from './request-type.ts'
import type { Answers, Entry, Requests } from './requests.ts'
import { SLAB, Slabs } from './slab.ts'

/** Reads the replies of one exchange: errors and objects, assigned to requests by sequence number. */
export function readAnswers(batch: Requests, result: Exchanged): Answers {
  const errors = new Map<number, NetlinkError>()
  const values = new Map<number, unknown>()
  if (result.replies !== undefined) readReplies(batch, new Bytes(result.replies), errors, values)
  if (result.faults !== undefined) readFaults(batch, result.faults, errors)
  return { errors: errors.size > 0 ? errors : undefined, values: values.size > 0 ? values : undefined }
}

function readReplies(
  batch: Requests,
  bytes: Bytes,
  errors: Map<number, NetlinkError>,
  values: Map<number, unknown>,
): void {
  const end = bytes.u8.length
  // The buffer is this exchange's own: a small one may be kept as it is.
  const slabs = end > SLAB ? new Slabs(bytes, end) : undefined
  for (let at = 0; messageAt(bytes, at, end); at = nextAt(bytes, at, end)) {
    const index = (sequenceAt(bytes, at) - batch.first) >>> 0
    const entry = batch.entries[index]
    if (entry === undefined) continue
    const type = typeAt(bytes, at)
    if (type === NLMSG_ERROR || type === NLMSG_DONE) {
      const verdict = readVerdict(bytes, at)
      if (verdict.error !== 0) errors.set(index, refused(batch, index, verdict))
    } else {
      const length = lengthAt(bytes, at)
      if (length - HEADER < (entry.verb.message.headerSize ?? 0)) continue
      const copies = entry.verb.message.keepsBytes === true ? slabs : undefined
      const place = copies?.place(at, length) ?? at
      const value = answered(entry.verb, copies?.bytes ?? bytes, place)
      entry.verb.complete?.(value as never, batch.bytes(), entry.start)
      values.set(index, value)
    }
  }
}

/** The object in the message at `at`, converted for the caller. */
export function answered(verb: AnyRequestType, bytes: Bytes, at: number): unknown {
  const value = verb.message.read(bytes, at + HEADER, lengthAt(bytes, at) - HEADER)
  return verb.answer === undefined ? undefined : verb.answer(value as never)
}

/** All objects in the message at `at`. */
export function answeredEach<T>(verb: RequestType<T>, bytes: Bytes, at: number): readonly T[] {
  if (verb.each === undefined) return [answered(verb, bytes, at) as T]
  return verb.each(verb.message.read(bytes, at + HEADER, lengthAt(bytes, at) - HEADER) as never)
}

/** The kernel's error, with the path of the option that it refers to. */
function refused(batch: Requests, index: number, verdict: Verdict): NetlinkError {
  const { verb, start } = batch.entries[index] as Entry
  return verdictError(verb, verdict, batch.bytes(), start, namesIn(batch, index)[0]?.name)
}

export function verdictError(
  verb: AnyRequestType,
  verdict: Verdict,
  request: Bytes,
  start: number,
  link?: string,
): NetlinkError {
  const { error, msg, offs, missType, missNest } = verdict
  const reworded = verb.reworded?.(error, asked(verb, request, start), link)
  if (reworded !== undefined) return reworded
  const { reason = msg, attribute } = verb.explained?.(verdict, asked(verb, request, start)) ?? {}
  return kernelError(verb.operation, error, {
    subject: subjectOf(verb, request, start, link),
    reason,
    attribute: offs === undefined ? attribute : attributeAt(verb, request, start, offs),
    missing: missType === undefined ? undefined : missingPath(verb, request, start, missType, missNest),
  })
}

/** The link names in one request, with the offsets of their indices. The fixups of a batch are in the order of its bytes. */
export function namesIn(batch: Requests, index: number): { at: number; name: string }[] {
  const { fixups, names } = batch.writer
  const from = (batch.entries[index] as Entry).start
  const until = batch.entries[index + 1]?.start ?? Number.POSITIVE_INFINITY
  let low = batch.writer.fixupFrom(from) / 2
  const found: { at: number; name: string }[] = []
  for (; 2 * low < fixups.length && (fixups[2 * low] as number) < until; low++) {
    found.push({ at: fixups[2 * low] as number, name: names[fixups[2 * low + 1] as number] as string })
  }
  return found
}

/** Keys that identify the subject of a request, the most descriptive first. */
const SUBJECTS = ['name', 'dst', 'local', 'address', 'priority', 'src']

/** The subject of the request at `start`. */
function subjectOf(verb: AnyRequestType, request: Bytes, start: number, link: string | undefined): string | undefined {
  const found = asked(verb, request, start)
  if (verb.subject !== undefined) return verb.subject(found, link)
  const key = SUBJECTS.find((one) => found[one] !== undefined)
  return key === undefined ? link : String(found[key])
}

/** The request at `start`, decoded from its bytes. */
function asked(verb: AnyRequestType, request: Bytes, start: number): Readonly<Record<string, unknown>> {
  const message = verb.message.asked ?? verb.message
  return message.read(request, start + HEADER, lengthAt(request, start) - HEADER) as never
}

/** The public path of the value at `offset` in the request. */
export function attributeAt(verb: AnyRequestType, request: Bytes, start: number, offset: number): string | undefined {
  const located = locate(verb, request, start, offset)
  return located === undefined || located.path === '' ? undefined : published(verb, located.path)
}

function locate(verb: AnyRequestType, request: Bytes, start: number, offset: number) {
  const length = lengthAt(request, start) - HEADER
  return verb.message.locate?.(request, start + HEADER, length, start + offset, {})
}

/** The missing attribute belongs to the reported nest or, without one, to the message itself. */
function missingPath(
  verb: AnyRequestType,
  request: Bytes,
  start: number,
  number: number,
  nest: number | undefined,
): string {
  const inside = nest === undefined ? undefined : locate(verb, request, start, nest)
  if (inside === undefined) return published(verb, verb.message.name?.(number, {}) ?? `attribute ${number}`)
  const key = inside.type.name?.(number, inside.siblings) ?? `attribute ${number}`
  return published(verb, `${inside.path}.${key}`)
}

function published(verb: AnyRequestType, path: string): string {
  return verb.publish === undefined ? path : verb.publish(path)
}

/** Requests that the kernel did not answer: triples of sequence number, errno and the name that did not resolve. */
function readFaults(batch: Requests, faults: Int32Array, errors: Map<number, NetlinkError>): void {
  for (let i = 0; i + 2 < faults.length; i += 3) {
    const index = ((faults[i] as number) - batch.first) >>> 0
    const entry = batch.entries[index]
    if (entry === undefined) continue
    const name = batch.writer.names[faults[i + 2] as number]
    errors.set(index, unanswered(batch, entry.verb, index, faults[i + 1] as number, name))
  }
}

function unanswered(
  batch: Requests,
  { operation }: AnyRequestType,
  index: number,
  error: number,
  name: string | undefined,
): NetlinkError {
  if (name !== undefined) return unresolved(batch, index, error, name)
  if (error === -constants.errno.EBADF) return closedError(operation)
  if (error === -constants.errno.ENOBUFS) return overrunError(operation)
  return kernelError(operation, error)
}

/** The offset of this name in its message identifies the option. */
function unresolved(batch: Requests, index: number, error: number, name: string): NetlinkError {
  const { verb, start } = batch.entries[index] as Entry
  const place = namesIn(batch, index).find((one) => one.name === name)
  const attribute = place === undefined ? undefined : attributeAt(verb, batch.bytes(), start, place.at - start)
  return unresolvedError(verb, error, name, attribute)
}

/** A link name that could not be resolved. */
export function unresolvedError(
  verb: AnyRequestType,
  error: number,
  name: string,
  attribute: string | undefined,
): NetlinkError {
  const reason = error === -constants.errno.ENODEV ? `no link named '${name}'` : `link '${name}': ${errnoText(error)}`
  return kernelError(verb.operation, error, { reason, attribute })
}

/** Replies were lost because the receive buffer was full. */
export const LOST = -constants.errno.ENOBUFS

/** Incomplete replies are not used. */
export const onlyWhole = (_answers: Bytes): boolean => false

/** Why an entire datagram has no reply. */
export function datagramError(operation: string, error: number): NetlinkError {
  return error === LOST ? overrunError(operation) : kernelError(operation, error)
}

export function overrunError(operation: string): NetlinkError {
  return new NetlinkError({
    code: 'ERR_NETLINK_OVERRUN',
    errno: -constants.errno.ENOBUFS,
    operation,
    reason: 'the request was executed, but its reply was lost because the receive buffer was full',
  })
}

export function closedError(operation: string): NetlinkError {
  return new NetlinkError({ code: 'ERR_NETLINK_CLOSED', operation, reason: 'the handle is closed' })
}
