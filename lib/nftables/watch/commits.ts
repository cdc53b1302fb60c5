import type { Received } from '../../transport/receiver.ts'
import { datagrams } from '../../transport/receiver.ts'
import { messageAt, nextAt, typeAt } from '../../wire/header.ts'
import { NFT_MSG, SUBSYSTEM } from '../kernel/number.ts'
import { addon, type ElementList, type ElementReader, type Generation, type Message } from '../native.ts'

/** Consecutive messages of one kind. */
export type Run =
  | { readonly messages: readonly Message[] }
  | { readonly deleted: boolean; readonly elements: readonly ElementList[] }

/** The messages of one transaction. */
export interface Transaction {
  readonly runs: readonly Run[]
  readonly generation: Generation
}

/** Divides messages into transactions, each of which ends with NFT_MSG_NEWGEN. Elements are gathered in columns. */
export class Commits {
  #runs: Run[] = []
  #elements: { readonly type: number; readonly reader: ElementReader } | undefined;

  /** The transactions that end in these datagrams. */
  *take(received: Received): Generator<Transaction, void, undefined> {
    const { bytes } = received
    for (const { at, end } of datagrams(received)) {
      for (let start = at; messageAt(bytes, start, end); ) {
        const type = typeAt(bytes, start)
        let next = nextAt(bytes, start, end)
        while (messageAt(bytes, next, end) && typeAt(bytes, next) === type) next = nextAt(bytes, next, end)
        const generation = this.#part(type, bytes.u8.subarray(start, next))
        if (generation !== undefined) yield { runs: this.#taken(), generation }
        start = next
      }
    }
  }

  /** Drops what belongs to a transaction whose end was lost. */
  forget(): void {
    this.#runs = []
    this.#elements = undefined
  }

  /** Messages of one type; the result is the end of a transaction. */
  #part(type: number, bytes: Uint8Array): Generation | undefined {
    if (type >> 8 !== SUBSYSTEM) return undefined
    if (isElements(type & 0xff)) {
      if (this.#elements?.type !== type) {
        this.#endRun()
        this.#elements = { type, reader: addon().elementReader() }
      }
      this.#elements.reader.add(bytes)
      return undefined
    }
    this.#endRun()
    const messages = addon().parse(bytes)
    if ((type & 0xff) === NFT_MSG.NEWGEN) return messages[0]?.object as Generation | undefined
    this.#runs.push({ messages })
    return undefined
  }

  #endRun(): void {
    if (this.#elements === undefined) return
    const { type, reader } = this.#elements
    this.#runs.push({ deleted: (type & 0xff) !== NFT_MSG.NEWSETELEM, elements: reader.take() })
    this.#elements = undefined
  }

  #taken(): Run[] {
    this.#endRun()
    const runs = this.#runs
    this.#runs = []
    return runs
  }
}

function isElements(message: number): boolean {
  return message === NFT_MSG.NEWSETELEM || message === NFT_MSG.DELSETELEM || message === NFT_MSG.DESTROYSETELEM
}
