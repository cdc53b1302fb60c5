import assert from 'node:assert/strict'
import { callerError } from '../../lib/errors.ts'
import { fromReport, type LinkReport } from '../../lib/link/link.ts'
import { link } from '../../lib/link/message.ts'
import type { Sender } from '../../lib/transport/handle.ts'
import type { AnyVerb, Verb } from '../../lib/transport/verb.ts'
import { Bytes } from '../../lib/wire/bytes.ts'
import { HEADER } from '../../lib/wire/header.ts'
import type { Preset } from '../../lib/wire/message.ts'
import { Writer } from '../../lib/wire/writer.ts'

/** Hexadecimal bytes with remarks behind semicolons, as the messages of the golden tests are written down. */
export function bytes(annotated: string): Uint8Array {
  const digits = annotated.replace(/;.*$/gm, '').replace(/\s/g, '')
  return Uint8Array.from(Buffer.from(digits, 'hex'))
}

/** A request as it would be sent, without sequence number, and the link names that would be put into it. */
export interface Sent {
  verb: AnyVerb
  bytes: Uint8Array
  names: string[]
}

/** Collects requests as a batch does, and sends none. Link names become the index 0, namespaces the descriptor 4. */
class Recorder implements Sender {
  readonly sent: Sent[] = []

  request<T>(verb: Verb<T>, value: object, preset?: Preset): Promise<T> {
    const writer = new Writer(256, () => ({ fd: 4, close: () => undefined }))
    writer.begin(verb.type, verb.flags | 1, 0)
    try {
      verb.message.compose(writer, value, preset ?? verb.preset)
    } catch (thrown) {
      throw callerError(verb.operation, thrown, verb.publish)
    }
    writer.end()
    this.sent.push({ verb, bytes: writer.u8.slice(0, writer.at), names: [...writer.names] })
    return new Promise(() => undefined)
  }
}

/** What `make` asks of the kernel. */
export function recorded(make: (caller: Sender) => unknown): Sent[] {
  const recorder = new Recorder()
  make(recorder)
  return recorder.sent
}

/** The link that a message tells of. */
export function report(message: Uint8Array): LinkReport {
  return fromReport(link.read(new Bytes(message.slice().buffer), HEADER, message.length - HEADER))
}

/** That `make` asks for one thing, in the very attributes that were captured. */
export function asks(make: (caller: Sender) => unknown, captured: Uint8Array): void {
  const sent = recorded(make)
  assert.equal(sent.length, 1)
  const { flags, ...rest } = canonical((sent[0] as Sent).bytes)
  const { flags: theirs, ...wanted } = canonical(captured)
  assert.deepEqual(rest, wanted)
  assert.equal(flags & ~ANSWERED, theirs & ~ANSWERED)
}

/** NLM_F_ACK and NLM_F_ECHO: whether and how the kernel answers. */
const ANSWERED = 0x4 | 0x8

/** That what was captured is read as these fields. */
export function tells(captured: Uint8Array, fields: Readonly<Record<string, unknown>>): void {
  const found = report(captured)
  const told = Object.fromEntries(Object.keys(fields).map((key) => [key, found[key as keyof LinkReport]]))
  assert.deepEqual(told, fields)
}

/** Which attributes hold attributes, which hold text, and how long a fixed header stands in front of them. */
interface Nest {
  readonly nests?: Readonly<Record<number, Nest>>
  readonly text?: readonly number[]
  readonly skip?: number
}

const LEAVES: Nest = {}
const LINK: Nest = {
  text: [3, 20, 53],
  nests: { 18: LEAVES, 26: { nests: { 2: { nests: { 1: LEAVES } }, 10: LEAVES } }, 52: { text: [53] } },
}

/** The nests of IFLA_INFO_DATA, by kind. */
const DATA: Readonly<Record<string, Nest>> = {
  veth: { nests: { 1: { ...LINK, skip: 16 } } },
  vlan: { nests: { 3: LEAVES, 4: LEAVES } },
  macvlan: { nests: { 5: LEAVES } },
}

type Tree = [number: number, value: string | Tree][]

/**
 * A message without what differs from one sender to the other: the order of attributes, padding, the flag of a nest and
 * the closing zero of text. Sequence number and port are left out.
 */
export function canonical(message: Uint8Array): { type: number; flags: number; header: string; attributes: Tree } {
  const view = new DataView(message.buffer, message.byteOffset)
  const header = Buffer.from(message.slice(HEADER, HEADER + 16)).toString('hex')
  const attributes = tree(message.slice(HEADER + 16), LINK)
  return { type: view.getUint16(4, true), flags: view.getUint16(6, true), header, attributes }
}

function tree(payload: Uint8Array, nest: Nest): Tree {
  const view = new DataView(payload.buffer, payload.byteOffset)
  const found: Tree = []
  let kind = ''
  for (let at = nest.skip ?? 0; at + 4 <= payload.length; at += (view.getUint16(at, true) + 3) & ~3) {
    const number = view.getUint16(at + 2, true) & 0x3fff
    const body = payload.slice(at + 4, at + view.getUint16(at, true))
    if (nest === INFO && number === 1) kind = Buffer.from(body).toString().replace('\0', '')
    found.push([number, value(number, body, nest, kind)])
  }
  const header = nest.skip === undefined ? [] : [[-1, hex(payload.slice(0, nest.skip))] as [number, string]]
  return [...header, ...found].sort(([one], [other]) => one - other)
}

/** Numbers of IFLA_INFO_* whose payload is named by the text in front of it. */
const INFO: Nest = { text: [1, 4] }

function value(number: number, body: Uint8Array, nest: Nest, kind: string): string | Tree {
  if (nest === LINK && number === 18) return tree(body, INFO)
  if (nest === INFO && number === 2) return tree(body, DATA[kind] ?? LEAVES)
  if (nest === INFO && number === 5) return tree(body, LEAVES)
  const inner = nest.nests?.[number]
  if (inner !== undefined) return tree(body, inner)
  return hex(nest.text?.includes(number) === true && body.at(-1) === 0 ? body.slice(0, -1) : body)
}

function hex(body: Uint8Array): string {
  return Buffer.from(body).toString('hex')
}

/** IFLA_INFO_SLAVE_DATA, which `ip` sends beside another kind: `bridge_slave` in IFLA_INFO_KIND. */
export function slaveData(message: Uint8Array): Tree | string | undefined {
  const { attributes } = canonical(message)
  const info = attributes.find(([number]) => number === 18)?.[1] as Tree
  return info.find(([number]) => number === 5)?.[1]
}
