import { rtnetlink } from '../../../../lib/protocol/rtnetlink.ts'
import type { Limits } from '../../../../lib/transport/limit.ts'
import type { Dump, Exchanged, Socket } from '../../../../lib/transport/native.ts'
import { Transport } from '../../../../lib/transport/transport.ts'
import { attrs } from '../../../../lib/wire/attrs.ts'
import { NLM_F_ACK_TLVS, NLM_F_CAPPED, NLMSG_DONE, NLMSG_ERROR } from '../../../../lib/wire/header.ts'
import { u8, u32 } from '../../../../lib/wire/integers.ts'
import { message } from '../../../../lib/wire/message.ts'
import { linkRef } from '../../../../lib/wire/reference.ts'
import { struct } from '../../../../lib/wire/struct.ts'
import { text } from '../../../../lib/wire/text.ts'
import { Writer } from '../../../../lib/wire/writer.ts'

/** A message that no kernel knows: what travels here is read by the test alone. */
export const thing = message('THING', struct({ family: u8, _pad: u8, _more: u8, _most: u8 }), {
  number: [1, u32],
  name: [2, text(15)],
  link: [3, linkRef],
  inner: [4, attrs('INNER', { id: [1, u32], port: [2, u32] })],
  second: [5, linkRef],
})

export interface Thing {
  number?: number
  name?: string
}

const verb = rtnetlink.verbs('NEWCHAIN', thing)

export const verbs = {
  add: verb('addThing', 'add'),
  make: verb('makeThing', 'add', { echo: true, answer: (value: Thing) => value }),
  slow: verb('makeSlowly', 'add', { slow: true }),
  list: verb('listThings', 'list', { answer: (value: Thing) => value }),
  published: verb('addThing', 'add', { publish: (path) => path.replace(/^inner\./, 'data.') }),
}

/** One call of `exchange`, to be answered by the test. */
export interface Exchange {
  /** What was to be sent: a copy, as the buffer is used again. */
  readonly requests: Uint8Array
  readonly fixups: readonly number[] | undefined
  readonly names: readonly string[] | undefined
  readonly stop: 0 | 1 | 2
  readonly done: (result: Exchanged) => void
}

/** One call of `next` of a dump. */
export interface Pull {
  readonly into: Uint8Array
  readonly done: (length: number, ended: boolean) => void
}

export class ScriptedDump {
  readonly request: Uint8Array
  readonly fixups: readonly number[] | undefined
  readonly names: readonly string[] | undefined
  readonly pulls: Pull[] = []
  closed = 0

  constructor(request: Uint8Array, fixups: Uint32Array | undefined, names: string[] | undefined) {
    this.request = request
    this.fixups = fixups && [...fixups]
    this.names = names && [...names]
  }

  next(into: Uint8Array, done: Pull['done']): void {
    this.pulls.push({ into, done })
  }

  close(): void {
    this.closed++
  }

  /** Answers the oldest pull that waits with these messages, or with an errno. */
  give(bytes: Uint8Array | number, ended: boolean): void {
    const pull = this.pulls.shift()
    if (pull === undefined) throw new Error('nothing reads')
    if (typeof bytes !== 'number') pull.into.set(bytes)
    pull.done(typeof bytes === 'number' ? bytes : bytes.length, ended)
  }
}

/** A socket whose other end is the test. */
export class ScriptedSocket implements Socket {
  readonly sendBuffer = 1 << 20
  readonly receiveBuffer = 1 << 20
  readonly portId = 1
  readonly exchanges: Exchange[] = []
  readonly dumps: ScriptedDump[] = []
  closed = 0

  exchange(
    requests: Uint8Array,
    length: number,
    fixups: Uint32Array | undefined,
    names: string[] | undefined,
    stop: 0 | 1 | 2,
    done: Exchange['done'],
  ): void {
    const copies = { fixups: fixups && [...fixups], names: names && [...names] }
    this.exchanges.push({ requests: requests.slice(0, length), ...copies, stop, done })
  }

  transact(): void {
    throw new Error('not in this script')
  }

  dump(request: Uint8Array, fixups: Uint32Array | undefined, names: string[] | undefined): Dump {
    const dump = new ScriptedDump(request, fixups, names)
    this.dumps.push(dump)
    return dump
  }

  listen(): never {
    throw new Error('not in this script')
  }

  netns(): undefined {}

  close(done: () => void): void {
    this.closed++
    done()
  }
}

export function scripted(limits: Limits = {}): { socket: ScriptedSocket; transport: Transport } {
  const socket = new ScriptedSocket()
  return { socket, transport: Transport.over(socket, rtnetlink, limits) }
}

/** Lets everything run that is ready: the next tick, and what follows from it. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** The sequence numbers of messages. */
export function sequences(requests: Uint8Array): number[] {
  const view = new DataView(requests.buffer, requests.byteOffset, requests.length)
  const found: number[] = []
  for (let at = 0; at < requests.length; at += (view.getUint32(at, true) + 3) & ~3)
    found.push(view.getUint32(at + 8, true))
  return found
}

/** What an error message says besides its number: attributes NLMSGERR_ATTR_*. */
export interface Said {
  msg?: string
  offs?: number
  missType?: number
  missNest?: number
}

const said = attrs('NLMSGERR_ATTR', { msg: [1, text(255)], offs: [2, u32], missType: [5, u32], missNest: [6, u32] })

/** NLMSG_ERROR for the request with this sequence number, capped as the addon asks for. */
export function refusal(sequence: number, error: number, words?: Said): Uint8Array {
  const flags = NLM_F_CAPPED | (words === undefined ? 0 : NLM_F_ACK_TLVS)
  return built(NLMSG_ERROR, flags, sequence, (writer) => {
    writer.view.setInt32(writer.at, error, true)
    writer.at += 4
    writer.zeros(16)
    if (words !== undefined) said.write(writer, words)
  })
}

/** An object that came back. */
export function object(sequence: number, value: Thing, flags = 0): Uint8Array {
  return built(100, flags, sequence, (writer) => thing.write(writer, value))
}

/** NLMSG_DONE. */
export function done(sequence: number, flags = 0, error = 0): Uint8Array {
  return built(NLMSG_DONE, flags, sequence, (writer) => {
    writer.view.setInt32(writer.at, error, true)
    writer.at += 4
  })
}

function built(type: number, flags: number, sequence: number, body: (writer: Writer) => void): Uint8Array {
  const writer = new Writer(1024)
  writer.begin(type, flags, sequence)
  body(writer)
  writer.end()
  return writer.u8.slice(0, writer.at)
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts))
}

/** What one exchange brought back. */
export function result(replies: readonly Uint8Array[] = [], faults?: readonly number[], tried = 0): Exchanged {
  const bytes = joined(...replies)
  return {
    replies: bytes.length === 0 ? undefined : (bytes.buffer as ArrayBuffer),
    faults: faults === undefined ? undefined : Int32Array.from(faults),
    tried,
  }
}

/** What became of promises, once they are settled: their values, or the errors. */
export async function outcomes(promises: readonly Promise<unknown>[]): Promise<unknown[]> {
  const all = await Promise.allSettled(promises)
  return all.map((one) => (one.status === 'fulfilled' ? one.value : one.reason))
}
