import type * as border from '../../types/nftables.d.ts'
import type { Batch } from '../../types/nftables.d.ts'
import { callerError } from '../errors.ts'
import { loadAddon } from '../transport/native.ts'
import type { Command, ElementList, Message } from './bytecode/command.ts'
import { Player } from './tape/player.ts'
import { Recorder } from './tape/recorder.ts'

export type { Batch, BytesColumn, NameColumn } from '../../types/nftables.d.ts'
export type * from './bytecode/command.ts'

export interface BatchOptions {
  /** The generation of the ruleset for which the batch was made. */
  generation?: number
  /** Without its end: the kernel checks it and takes it back. */
  open?: boolean
}

export interface ElementReader {
  add(bytes: Uint8Array): void
  take(): ElementList[]
}

/** The addon, with the types of this module. */
export class Addon {
  readonly #native: typeof border
  readonly #recorder: Recorder
  readonly #player: Player

  constructor(native: typeof border) {
    const tables = native.tables()
    this.#native = native
    this.#recorder = new Recorder(tables)
    this.#player = new Player(tables)
  }

  /** See types/nftables.d.ts. */
  buildBatch(commands: readonly Command[], sequence: number, options?: BatchOptions): Batch {
    const { bytes, columns } = this.#lay(commands)
    return this.#native.buildBatch(bytes, columns, sequence, options)
  }

  /** One message outside of any batch: gets and dumps. */
  buildRequest(command: Command, sequence: number): Uint8Array<ArrayBuffer> {
    const { bytes, columns } = this.#lay([command])
    return this.#native.buildRequest(bytes, columns, sequence)
  }

  /** Every message but those of elements. Equal expressions are one object, and bytes share buffers: neither is to be changed. */
  parse(bytes: Uint8Array): Message[] {
    return this.#player.messages(this.#native.parse(bytes))
  }

  /** Gathers elements chunk by chunk; what is taken begins anew. */
  elementReader(): ElementReader {
    const reader = new this.#native.ElementReader()
    return { add: (bytes) => reader.add(bytes), take: () => reader.take().map((list) => this.#list(list)) }
  }

  #list({ expressions, ...list }: border.ElementList): ElementList {
    return expressions === undefined
      ? list
      : { ...list, expressions: this.#player.expressionRows(expressions, list.count) }
  }

  /** libnftnl's text, as `nft --debug=netlink` prints it. */
  print(command: Command): string {
    const { bytes, columns } = this.#lay([command])
    return this.#native.print(bytes, columns)
  }

  #lay(commands: readonly Command[]) {
    try {
      return this.#recorder.lay(commands)
    } catch (thrown) {
      throw callerError('nftables', thrown)
    }
  }
}

let loaded: Addon | undefined

/** The addon, loaded on first use: who never opens nftables needs no libnftnl. */
export function addon(): Addon {
  loaded ??= new Addon(loadAddon('nftables') as typeof border)
  return loaded
}
