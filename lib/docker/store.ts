import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readContent } from '../container/state/content.ts'
import { systemError } from '../container/state/file-error.ts'
import { makeFolder } from '../container/state/files.ts'
import { FILE_MODE } from '../container/state/folder.ts'
import { isText, optional, parse, type Schema } from '../container/state/schema.ts'
import { type HeldLock, LOCKED, lockFile } from '../transport/lockfile.ts'
import type { NetworkSettings } from './network.ts'
import { isObject } from './request.ts'

/** A network of Docker, on disk: Docker does not describe it a second time. */
export interface NetworkRecord extends NetworkSettings {
  /** What is being done: Docker does not know a network that was not created to the end, nor one that is being deleted. */
  readonly state: 'creating' | 'ready' | 'deleting'
}

const STATES: readonly unknown[] = ['creating', 'ready', 'deleting'] satisfies NetworkRecord['state'][]

const SCHEMA: Schema = {
  state: (value) => STATES.includes(value),
  // What the options are worth is for createNetwork to say.
  options: (value) => isObject(value) && isText(value.name),
  hostAddress: optional(isText),
  prefix: optional(isText),
}

const FOLDER_MODE = 0o700
const LOCK = 'lock'
const RECORD = '.json'
const DRAFT = '.draft'

/** The folder of the networks, a file each, which one process has for itself. */
export class Store {
  readonly path: string
  readonly #lock: HeldLock

  private constructor(path: string, lock: HeldLock) {
    this.path = path
    this.#lock = lock
  }

  /** Opens the folder; the kernel lets go of its lock with the process, however that ends. */
  static open(path: string): Store {
    makeFolder(path, FOLDER_MODE)
    const file = join(path, LOCK)
    const lock = lockFile(file, { mode: FILE_MODE })
    if (typeof lock !== 'number') return new Store(path, lock)
    if (lock === LOCKED) throw new Error(`${path} is in use by another process`)
    throw systemError(lock, 'open', file)
  }

  /** The record of a network; undefined if there is none. Throws if it cannot be read. */
  read(id: string): NetworkRecord | undefined {
    const file = this.#file(id)
    const content = readContent(file)
    if (content === undefined) return undefined
    const found = 'reason' in content ? content : parse<NetworkRecord>(content.text, SCHEMA)
    if ('reason' in found) throw new Error(`${file} ${found.reason}`)
    return found.value
  }

  /** The ids of all networks. */
  ids(): string[] {
    return readdirSync(this.path)
      .filter((name) => name.endsWith(RECORD))
      .map((name) => name.slice(0, -RECORD.length))
  }

  /** Writes a record as a whole, and waits until it is on the disk: what Docker knows must outlast a power failure. */
  write(id: string, record: NetworkRecord): void {
    const file = this.#file(id)
    const draft = `${file}${DRAFT}`
    // What a killed process left; the new one is made, never written into, so that no link is followed.
    rmSync(draft, { force: true })
    try {
      writeFileSync(draft, `${JSON.stringify(record)}\n`, { flag: 'wx', mode: FILE_MODE, flush: true })
      renameSync(draft, file)
    } catch (thrown) {
      rmSync(draft, { force: true })
      throw thrown
    }
    this.#flush()
  }

  remove(id: string): void {
    rmSync(this.#file(id), { force: true })
    this.#flush()
  }

  close(): void {
    this.#lock.close()
  }

  #file(id: string): string {
    return join(this.path, `${id}${RECORD}`)
  }

  /** The names in the folder. */
  #flush(): void {
    const fd = openSync(this.path, 'r')
    try {
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
  }
}
