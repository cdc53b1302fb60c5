import { InputError } from '../errors.ts'
import { HEADER } from './header.ts'
import type { Held, NetnsRef, Opener } from './netns.ts'
import type { Trail } from './pattern.ts'
import type { Template } from './template.ts'

/** A writer whose messages are never sent does not open namespaces. */
export const openNone: Opener = () => {
  throw new InputError('must not be given here')
}

/** Paths whose meaning may change at any time, as descriptors and processes are closed and created. */
const FLEETING = '/proc/'

const ALIGN = 3

/**
 * Messages one after the other in one buffer.
 *
 * Between `begin` and `end`, `start`, `header`, `family`, `strict` and `holds` describe the message being written: codecs
 * write at `at`, and may read or patch the fixed header at `header` (a prefix stores its length there). `end` writes the
 * length. If encoding fails, `rollback` restores `at` and drops the fixups, names and descriptors that the message added;
 * earlier messages are not affected. Outside `begin` and `end`, only `at`, `fixups`, `names` and `held` are valid.
 */
export class Writer {
  u8: Uint8Array
  u16: Uint16Array
  u32: Uint32Array
  #view: DataView | undefined
  /** Offset of the next byte. */
  at = 0
  /** Offsets of the current message, and of its fixed header after `nlmsghdr`. */
  start = 0
  header = 0
  /** Address family of the message being written: set by its first address, 0 until then. */
  family = 0
  /** Whether fields that the kernel only reports are rejected in the current message; otherwise they are omitted. */
  strict = false
  /** Whether the message being written contains a descriptor. */
  holds = false
  /** Names to be resolved right before sending: pairs of the offset of a u32 and the ordinal of the name. */
  readonly fixups: number[] = []
  readonly names: string[] = []
  readonly held: Held[] = []
  /** The last message, to be reused with other values. */
  template: Template | undefined
  /** Records where values are written. */
  trail: Trail | undefined
  /** Opens namespaces that are options. */
  open: Opener
  #indices = new Map<string, number>()
  #opened = new Map<string, Held>()
  #mark = { fixups: 0, names: 0, held: 0 }

  constructor(capacity: number, open = openNone) {
    const buffer = new ArrayBuffer(capacity)
    this.u8 = new Uint8Array(buffer)
    this.u16 = new Uint16Array(buffer)
    this.u32 = new Uint32Array(buffer)
    this.open = open
  }

  /** Few values need it. */
  get view(): DataView {
    this.#view ??= new DataView(this.u8.buffer)
    return this.#view
  }

  /** Begins a message: struct nlmsghdr of include/uapi/linux/netlink.h; its length is written by `end`. */
  begin(type: number, flags: number, sequence: number, strict = false): void {
    this.start = this.at
    this.header = this.at + 16
    this.family = 0
    this.strict = strict
    this.holds = false
    this.#mark.fixups = this.fixups.length
    this.#mark.names = this.names.length
    this.#mark.held = this.held.length
    this.reserve(16)
    this.u32[this.start >> 2] = 0
    this.u16[(this.start >> 1) + 2] = type
    this.u16[(this.start >> 1) + 3] = flags
    this.u32[(this.start >> 2) + 2] = sequence
    this.u32[(this.start >> 2) + 3] = 0
    this.at += 16
  }

  /** Begins a message that is a copy of one written before, with its struct nlmsghdr; its end. It adds neither names nor descriptors. */
  repeat(from: number, length: number, sequence: number, strict: boolean): number {
    const start = this.at
    const end = start + length
    if (end > this.u8.length) this.reserve(length)
    this.start = start
    this.header = start + HEADER
    this.strict = strict
    this.u8.copyWithin(start, from, from + length)
    this.u32[(start >> 2) + 2] = sequence
    return end
  }

  end(): void {
    this.u32[this.start >> 2] = this.at - this.start
    this.align()
    if (this.fixups.length - this.#mark.fixups > 2) this.#sortFixups()
  }

  /** Sorts the fixups of one message: header fields are written in the order of the options. */
  #sortFixups(): void {
    const tail = this.fixups.splice(this.#mark.fixups)
    const pairs = tail.flatMap((at, i) => (i % 2 === 0 ? [[at, tail[i + 1] as number] as const] : []))
    pairs.sort((one, other) => one[0] - other[0])
    for (const [at, name] of pairs) this.fixups.push(at, name)
  }

  /** Discards the current message. */
  rollback(): void {
    this.at = this.start
    this.fixups.length = this.#mark.fixups
    for (const name of this.names.splice(this.#mark.names)) this.#indices.delete(name)
    for (const held of this.held.splice(this.#mark.held)) this.#letGo(held)
  }

  #letGo(held: Held): void {
    for (const [path, one] of this.#opened) if (one === held) this.#opened.delete(path)
    held.close()
  }

  /** Discards the contents of the current message, except its struct nlmsghdr. */
  restart(): void {
    const { header } = this
    this.rollback()
    this.at = header
    this.family = 0
  }

  /** Whether the last message requests the name of a link at byte `at`. */
  isNamed(at: number): boolean {
    for (let i = this.fixups.length - 2; i >= 0 && (this.fixups[i] as number) >= at; i -= 2) {
      if (this.fixups[i] === at) return true
    }
    return false
  }

  /** Begins an attribute (struct nlattr) and returns its offset, for `close`. */
  attribute(number: number): number {
    const start = this.at
    this.reserve(4)
    this.u16[start >> 1] = 0
    this.u16[(start >> 1) + 1] = number
    this.at = start + 4
    return start
  }

  /** Ends the attribute that began at `start`: its length is 16 bits wide. */
  close(start: number): void {
    const length = this.at - start
    if (length > 0xffff) throw new InputError(`must be at most 65535 bytes long, not ${length}`, 'range')
    this.u16[start >> 1] = length
    this.align()
  }

  /** Reserves space for the interface index of `name`, which is resolved when the message is about to be sent. */
  fixup(name: string): void {
    let index = this.#indices.get(name)
    if (index === undefined) {
      index = this.names.push(name) - 1
      this.#indices.set(name, index)
    }
    this.fixups.push(this.at, index)
    this.zeros(4)
  }

  /**
   * A descriptor of a namespace, open until the batch is answered. A file is opened once for a batch: otherwise 500 links with peers in one
   * namespace take 500 descriptors, and the descriptor table grows meanwhile.
   */
  hold(netns: NetnsRef): Held {
    this.holds = true
    const file = typeof netns === 'string' && !netns.startsWith(FLEETING) ? netns : undefined
    const before = file === undefined ? undefined : this.#opened.get(file)
    if (before !== undefined) return before
    const held = this.open(netns)
    this.held.push(held)
    if (file !== undefined) this.#opened.set(file, held)
    return held
  }

  /** Requests a name again, without checking it twice. Returns false if it was not requested before. */
  fixupAgain(name: string): boolean {
    const index = this.#indices.get(name)
    if (index === undefined) return false
    this.fixups.push(this.at, index)
    this.zeros(4)
    return true
  }

  /** Writes zeros: for few bytes, a loop is faster than `fill`, by words if aligned. */
  zeros(count: number): void {
    this.reserve(count)
    const end = this.at + count
    let at = this.at
    if ((at & ALIGN) === 0) for (; at + 4 <= end; at += 4) this.u32[at >> 2] = 0
    for (; at < end; at++) this.u8[at] = 0
    this.at = end
  }

  /** Copies bytes written before. */
  copy(from: number, count: number): void {
    this.reserve(count)
    this.u8.copyWithin(this.at, from, from + count)
    this.at += count
  }

  /** Copies aligned bytes of another writer, and requests the names of links in them. */
  copyFrom(source: Writer, from: number, until: number): void {
    const { at } = this
    this.reserve(until - from)
    const { u32 } = this
    for (let i = 0; i < (until - from) >> 2; i++) u32[(at >> 2) + i] = source.u32[(from >> 2) + i] as number
    const { fixups, names } = source
    for (let i = source.fixupFrom(from); i < fixups.length && (fixups[i] as number) < until; i += 2) {
      this.at = at + (fixups[i] as number) - from
      const name = names[fixups[i + 1] as number] as string
      if (!this.fixupAgain(name)) this.fixup(name)
    }
    this.at = at + until - from
  }

  /** Position among the fixups of the first at or after this byte. */
  fixupFrom(at: number): number {
    const { fixups } = this
    let low = 0
    for (let high = fixups.length >> 1; low < high; ) {
      const middle = (low + high) >> 1
      if ((fixups[2 * middle] as number) < at) low = middle + 1
      else high = middle
    }
    return 2 * low
  }

  bytes(source: Uint8Array): void {
    this.reserve(source.length)
    this.u8.set(source, this.at)
    this.at += source.length
  }

  align(): void {
    const rest = -this.at & ALIGN
    if (rest !== 0) this.zeros(rest)
  }

  /** Room for `count` more bytes. */
  reserve(count: number): void {
    if (this.at + count <= this.u8.length) return
    const grown = new ArrayBuffer(Math.max(this.u8.length * 2, (this.at + count + ALIGN) & ~ALIGN))
    const u8 = new Uint8Array(grown)
    u8.set(this.u8.subarray(0, this.at))
    this.u8 = u8
    this.u16 = new Uint16Array(grown)
    this.u32 = new Uint32Array(grown)
    this.#view = undefined
  }

  /** Empties the writer for the next batch, and closes held descriptors. */
  reset(): void {
    if (this.held.length > 0) {
      for (const held of this.held.splice(0)) held.close()
      this.#opened.clear()
    }
    this.template = undefined
    this.at = 0
    this.fixups.length = 0
    if (this.names.length === 0) return
    this.names.length = 0
    this.#indices.clear()
  }
}
