import { constants } from '../builtin.ts'
import { callerError } from '../errors.ts'
import type { Handle } from '../transport/handle.ts'
import type { Limits } from '../transport/limit.ts'
import type { Explanation } from '../transport/request-type.ts'
import { wholeNumber } from '../verb/checks.ts'
import { readLimits } from '../verb/filter.ts'
import { verb } from '../verb/verb.ts'
import type { Verdict } from '../wire/extack.ts'
import { checkObject } from '../wire/struct.ts'
import { unknownOption } from '../wire/unknown.ts'
import { NO_COOKIE } from './cookie.ts'
import { under } from './endpoint.ts'
import { exactRequest, publish } from './exact-request.ts'
import { extensions } from './inet.ts'
import { kinds } from './kinds.ts'
import { isListed } from './listed.ts'
import { unixShown } from './others.ts'
import { exact, type SocketRef } from './reference.ts'
import type { Socket } from './types.ts'

/** A unix socket by its inode. */
export interface UnixSocketRef {
  /** Protocol: 'unix'. */
  readonly protocol: 'unix'
  /** Inode of the socket. */
  readonly inode: number
  /** Cookie of the socket. */
  readonly cookie?: string | number | bigint | undefined
}

const MOST = 0xffff_ffff
/** Everything that a lookup can report. */
const WHOLE = { info: true, memory: true }

function isUnix(value: unknown): value is UnixSocketRef {
  return typeof value === 'object' && value !== null && (value as { protocol?: unknown }).protocol === 'unix'
}

function unixRequest(ref: UnixSocketRef): object {
  checkObject(ref)
  const known = ['protocol', 'inode', 'cookie']
  const stranger = Object.keys(ref).find((key) => !known.includes(key))
  if (stranger !== undefined && !isListed(ref)) throw unknownOption(stranger, known)
  const { inode, cookie = NO_COOKIE } = ref
  const ino = under('inode', () => wholeNumber(1, MOST)(inode))
  return { family: 'unix', states: [0xffff_ffff], ino, show: unixShown(WHOLE), cookie }
}

function checked<T>(read: () => T): T {
  try {
    return read()
  } catch (thrown) {
    throw callerError('lookupSocket', thrown)
  }
}

/** The words of the errno are about a file or folder. */
function explained({ error, msg }: Verdict): Explanation | undefined {
  return error === -constants.errno.ENOENT && msg === undefined ? { reason: 'no such socket' } : undefined
}

/** What a lookup answers. */
export type FoundSocket<Ref> = Ref extends {
  readonly protocol: infer P extends 'tcp' | 'udp' | 'udplite' | 'raw' | 'dccp' | 'unix'
}
  ? Socket<P>
  : Socket

/**
 * Reads one socket: an internet socket by its ends, as the kernel finds it for a packet, or a unix socket by its inode; with all that is known of it.
 * A listed socket is accepted, which is found by its cookie as well. ENOENT if there is none.
 *
 * ```ts
 * const { info } = await lookupSocket({ protocol: 'tcp', local: '10.0.0.1:443', remote: '10.0.0.2:50000' })
 * const listening = await lookupSocket({ protocol: 'tcp', local: '[::]:80' })
 * ```
 */
export const lookupSocket = verb<
  <Ref extends SocketRef | UnixSocketRef>(socket: Ref, limits?: Limits) => Promise<FoundSocket<Ref>>
>('lookupSocket', async (handle: Handle, ref: SocketRef | UnixSocketRef, within?: Limits): Promise<never> => {
  const limits = readLimits('lookupSocket', {}, within)
  if (isUnix(ref)) {
    const request = checked(() => unixRequest(ref))
    const lookup = kinds.unix.verbs('lookupSocket', 'get', {
      answer: kinds.unix.answer,
      subject: nothing,
      explained,
      publish,
    })
    return (await handle.request(lookup, request, undefined, limits)) as never
  }
  const found = checked(() => exact(ref, isListed(ref)))
  const { verbs, answer } = kinds[found.protocol]
  const request = await exactRequest(handle, 'lookupSocket', found, true, limits)
  const lookup = verbs('lookupSocket', 'get', { answer, subject: nothing, explained, publish })
  return (await handle.request(lookup, { ...request, ext: extensions(WHOLE) }, undefined, limits)) as never
})

/** Errors do not name the socket. */
function nothing(): undefined {
  return undefined
}
