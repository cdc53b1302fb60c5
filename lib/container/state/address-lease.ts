import { fstatSync, join, unlinkSync, writeSync } from '../../builtin.ts'
import { addon, type Descriptor } from '../../transport/native.ts'
import { canceledError, deletedError } from '../deleted.ts'
import { systemError } from './file-error.ts'
import { FILE_MODE } from './folder.ts'

/** Errors if the file of an address is locked, or is something that this library did not create. */
const TAKEN = ['EAGAIN', 'ELOOP', 'EINVAL', 'EISDIR', 'ENXIO', 'ESTALE']

/** The first line of the file of an address. */
export type Line = (file: string) => string

/**
 * An address that is ours: an empty file whose lock is ours alone (flock(2)), and is held until the container is attached. The kernel lets go of it
 * with the process, however that ends, whatever pid namespaces are involved.
 */
export class AddressLease {
  readonly address: string
  readonly #path: string
  readonly #held: Descriptor

  private constructor(path: string, address: string, held: Descriptor) {
    this.#path = path
    this.address = address
    this.#held = held
  }

  /** Makes the file with its first line; undefined where it is taken. */
  static make(folder: string, address: string, line: Line): AddressLease | undefined {
    const path = join(folder, address)
    const held = lock(path)
    if (held === undefined) return undefined
    const claim = new AddressLease(path, address, held)
    if (fstatSync(held.fd).size > 0) {
      claim.close()
      return undefined
    }
    try {
      claim.#write(line(address))
      return claim
    } catch (thrown) {
      claim.release()
      throw thrown
    }
  }

  /** Writes the second line. When the network was deleted during the call, the file has gone, and so has the address. */
  confirm(line: string): void {
    if (fstatSync(this.#held.fd).nlink === 0) {
      throw canceledError('attach')
    }
    this.#write(line)
  }

  #write(line: string): void {
    try {
      if (writeSync(this.#held.fd, line) < Buffer.byteLength(line)) throw systemError('ENOSPC', 'write', this.#path)
    } catch (thrown) {
      throw Object.assign(thrown as Error, { path: this.#path })
    }
  }

  /** Gives the address back. */
  release(): void {
    if (this.#held.fd >= 0 && fstatSync(this.#held.fd).nlink > 0) unlinkSync(this.#path)
    this.close()
  }

  /** Leaves the file as it is. */
  close(): void {
    this.#held.close()
  }
}

function lock(path: string): Descriptor | undefined {
  const held = addon().lockFile(path, true, FILE_MODE)
  if (typeof held !== 'number') return held
  const error = systemError(held, 'open', path)
  if (TAKEN.includes(error.code)) return undefined
  if (error.code !== 'ENOENT') throw error
  throw deletedError('attach', error)
}
