import { constants } from '../builtin.ts'
import { kernelError, NetlinkError } from '../errors.ts'
import { Bytes } from '../wire/bytes.ts'
import { readVerdict } from '../wire/extack.ts'
import { HEADER, NLM_F_DUMP_INTR, NLMSG_DONE, NLMSG_ERROR } from '../wire/header.ts'
import { attributeAt, closedError, overrunError, unresolvedError, verdictError } from './answer.ts'
import type { Dump } from './native.ts'
import { pollCompletions } from './poll.ts'
import type { AnyRequestType } from './request-type.ts'

/** Maximum size of a chunk of a list, in bytes. */
export const LIST_CHUNK_BYTES = 1 << 20
/** The same for a stream: short-lived buffers are collected before the GC promotes them. */
export const STREAM_CHUNK_BYTES = 1 << 18
/** The first chunk is smaller, because most dumps are. */
const FIRST_CHUNK_BYTES = 128 << 10

/** A part of a dump: whole messages, without the final one. */
export interface Chunk {
  readonly bytes: Bytes
  readonly end: number
  /** The kernel marked the dump as inconsistent: the table changed while it was read. */
  readonly interrupted: boolean
}

/** The request of a dump, with the link names that are resolved when it starts. */
export interface DumpRequest {
  readonly request: Uint8Array
  readonly fixups: Uint32Array | undefined
  readonly names: string[] | undefined
}

/** For an inconsistent dump, if retries did not help or are impossible. */
export function interruptedError(operation: string): NetlinkError {
  return new NetlinkError({
    code: 'ERR_NETLINK_DUMP_INTERRUPTED',
    errno: -constants.errno.EINTR,
    operation,
    reason: 'the table changed during the dump, and the result may be incomplete',
  })
}

/** First buffers to be used again, by any handle: most dumps need no other one. */
const spare: Bytes[] = []
const MOST_SPARE = 8

/** The two buffers of a dump: the addon fills one while the other is decoded. */
class Buffers {
  #pair: (Bytes | undefined)[] = []
  #turn = 0

  first(): Bytes {
    return this.#keep(spare.pop() ?? new Bytes(new ArrayBuffer(FIRST_CHUNK_BYTES)))
  }

  next(size: number): Bytes {
    const kept = this.#pair[this.#turn ^ 1]
    if (kept === undefined || kept.u8.length < size) return this.#keep(new Bytes(new ArrayBuffer(size)))
    this.#turn ^= 1
    return kept
  }

  #keep(fresh: Bytes): Bytes {
    this.#turn ^= 1
    this.#pair[this.#turn] = fresh
    return fresh
  }

  /** Returns the only buffer of a dump that has ended. */
  give(bytes: Bytes): void {
    if (bytes.u8.length === FIRST_CHUNK_BYTES && spare.length < MOST_SPARE) spare.push(bytes)
  }
}

interface Pulled {
  readonly bytes: Bytes
  readonly length: number
  readonly ended: boolean
}

function pull(dump: Dump, bytes: Bytes): Promise<Pulled> {
  return new Promise((resolve) => {
    dump.next(bytes.u8, (length, ended) => resolve({ bytes, length, ended }))
    pollCompletions()
  })
}

/**
 * Pulls a dump to its end in parts of `most` bytes; the next part is under way while one is used, never more. Its bytes are valid until the next
 * step. The kernel's refusal is thrown.
 */
export async function* pulled(
  dump: Dump,
  verb: AnyRequestType,
  query: DumpRequest,
  most: number,
): AsyncGenerator<Chunk, void, undefined> {
  const buffers = new Buffers()
  const request = new Bytes(query.request.buffer)
  try {
    let coming = pull(dump, buffers.first())
    for (;;) {
      const { bytes, length, ended } = await coming
      if (length < 0) throw pullError(verb, query, request, length)
      if (!ended) coming = pull(dump, buffers.next(most))
      yield inspect(verb, request, bytes, length)
      if (!ended) continue
      buffers.give(bytes)
      return
    }
  } finally {
    dump.close()
  }
}

function pullError(verb: AnyRequestType, query: DumpRequest, request: Bytes, error: number): NetlinkError {
  const { operation } = verb
  const place = query.fixups?.[0]
  if (error === -constants.errno.ENODEV && place !== undefined) {
    return unresolvedError(verb, error, query.names?.join("', '") ?? '', attributeAt(verb, request, 0, place))
  }
  if (error === -constants.errno.EBADF) return closedError(operation)
  if (error === -constants.errno.ENOBUFS) return overrunError(operation)
  return kernelError(operation, error)
}

/** Finds the final message and its result. */
function inspect(verb: AnyRequestType, request: Bytes, bytes: Bytes, length: number): Chunk {
  // Every message of a list passes here: the functions of header.ts would be four calls for each, a tenth of the time of a route.
  const { u16, u32 } = bytes
  let interrupted = false
  let at = 0
  while (at + HEADER <= length) {
    const size = u32[at >> 2] as number
    if (size < HEADER || size > length - at) break
    if (((u16[(at >> 1) + 3] as number) & NLM_F_DUMP_INTR) !== 0) interrupted = true
    const type = u16[(at >> 1) + 2]
    if (type === NLMSG_ERROR || type === NLMSG_DONE) {
      const verdict = size > HEADER ? readVerdict(bytes, at) : { error: 0 }
      if (verdict.error < 0) throw verdictError(verb, verdict, request, 0)
      break
    }
    at += (size + 3) & ~3
  }
  return { bytes, end: at, interrupted }
}
