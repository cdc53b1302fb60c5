import { closeSync, fstatSync, openSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { NetlinkError } from '../errors.ts'

/** An address that is ours: its file, made by us alone (O_EXCL) and held open until the container is attached. */
export class Claim {
  readonly address: string
  readonly #path: string
  #fd: number

  private constructor(path: string, address: string, fd: number) {
    this.#path = path
    this.address = address
    this.#fd = fd
  }

  /** Makes the file with its first line; undefined where somebody has it. */
  static make(folder: string, address: string, line: string): Claim | undefined {
    const path = join(folder, address)
    const fd = open(path)
    if (fd === undefined) return undefined
    const claim = new Claim(path, address, fd)
    try {
      writeSync(fd, line)
      return claim
    } catch (thrown) {
      claim.release()
      throw thrown
    }
  }

  /** Writes the second line. When the network was deleted or tidied meanwhile, the file has gone, and so has the address. */
  confirm(line: string): void {
    if (fstatSync(this.#fd).nlink === 0) {
      throw new NetlinkError({ code: 'ECANCELED', operation: 'attach', reason: 'the network was deleted meanwhile' })
    }
    writeSync(this.#fd, line)
  }

  /** Gives the address back. */
  release(): void {
    if (this.#fd >= 0 && fstatSync(this.#fd).nlink > 0) unlinkSync(this.#path)
    this.close()
  }

  /** Leaves the file as it is. */
  close(): void {
    if (this.#fd >= 0) closeSync(this.#fd)
    this.#fd = -1
  }
}

/** `wx` is O_CREAT | O_EXCL | O_WRONLY. */
function open(path: string): number | undefined {
  try {
    return openSync(path, 'wx', 0o644)
  } catch (thrown) {
    const { code } = thrown as { code?: string }
    if (code === 'EEXIST') return undefined
    if (code !== 'ENOENT') throw thrown
    throw new NetlinkError({ code, operation: 'attach', reason: 'the network was deleted', cause: thrown })
  }
}
