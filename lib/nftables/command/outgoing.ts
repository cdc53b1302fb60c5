import { NetlinkError } from '../../errors.ts'
import { Bytes } from '../../wire/bytes.ts'
import { lengthAt } from '../../wire/header.ts'
import { addon, type Batch, type BatchOptions, type Command } from '../native.ts'

/** How many messages are kept as objects before they are laid down as bytes: few enough to be short-lived. */
const KEPT = 256
/** The sequence number of the message that begins a batch. */
const FIRST = 1

/** What went wrong while messages became bytes, and for which command of the JSON. */
export class Unlaid extends Error {
  readonly origin: number

  constructor(origin: number, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.origin = origin
  }
}

/** The messages of a batch, laid down part by part as they come, so that never all of them are there as objects. */
export class Outgoing {
  /** The number of the command of the JSON that each message is for. */
  readonly origins: number[] = []
  readonly #whole: boolean
  readonly #bodies: Uint8Array[] = []
  readonly #sequences: Uint32Array[] = []
  kept: Command[] = []
  #next = FIRST + 1

  /** With `whole`, every message can be changed until the end. */
  constructor(whole: boolean) {
    this.#whole = whole
  }

  get length(): number {
    return this.origins.length
  }

  push(command: Command, origin: number): void {
    this.kept.push(command)
    this.origins.push(origin)
  }

  /** Takes the messages of a command back. */
  cut(length: number): void {
    this.kept.length -= this.length - length
    this.origins.length = length
  }

  /** A command is complete: none of its messages is taken back any more. */
  settle(): void {
    if (this.kept.length >= KEPT && !this.#whole) this.#lay()
  }

  #lay(): void {
    const kept = this.kept
    this.kept = []
    const { bytes, sequences, end } = this.#built(kept)
    this.#bodies.push(behindFirst(bytes))
    this.#sequences.push(sequences)
    this.#next = end
  }

  #built(commands: Command[]): Batch {
    try {
      return addon().buildBatch(commands, this.#next - 1, { open: true })
    } catch (thrown) {
      // Not a message: the library that makes them is missing.
      if (thrown instanceof NetlinkError) throw thrown
      const guilty = commands.findIndex((command) => isUnlaid(command))
      throw new Unlaid(this.origins[this.length - commands.length + guilty] as number, thrown)
    }
  }

  /** Everything as one batch. */
  seal(options: BatchOptions): Batch {
    if (this.kept.length > 0) this.#lay()
    const begin = first(addon().buildBatch([], FIRST, options).bytes)
    const end = behindFirst(addon().buildBatch([], this.#next - 1, options).bytes)
    return {
      bytes: joinedBytes([begin, ...this.#bodies, end]),
      sequences: joinedNumbers(this.#sequences),
      end: this.#next,
    }
  }
}

function isUnlaid(command: Command): boolean {
  try {
    addon().buildBatch([command], FIRST)
    return false
  } catch {
    return true
  }
}

/** The length of the message that begins a batch. */
function firstLength(bytes: Uint8Array): number {
  return lengthAt(new Bytes(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length), 0)
}

function first(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, firstLength(bytes))
}

function behindFirst(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(firstLength(bytes))
}

function joinedBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(sizeOf(parts))
  fill(out, parts)
  return out
}

function joinedNumbers(parts: readonly Uint32Array[]): Uint32Array<ArrayBuffer> {
  const out = new Uint32Array(sizeOf(parts))
  fill(out, parts)
  return out
}

function sizeOf(parts: readonly { length: number }[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0)
}

function fill(out: Uint8Array | Uint32Array, parts: readonly (Uint8Array | Uint32Array)[]): void {
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
}
