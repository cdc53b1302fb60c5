import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { NetlinkError } from '../errors.ts'
import { readEntry, type Stored, type Torn } from './entry.ts'
import type { Shape } from './options.ts'

/** Where networks keep their addresses unless told otherwise. */
const STATE = '/run/netlink-ts'
const RECORD = 'network.json'
const DRAFT = 'network.json.draft'

/** What the folder says of the network. */
export interface NetworkRecord {
  readonly shape: Shape
  /** Inode of the host's namespace. */
  readonly inode: string
  /** Run of the machine: nothing of an earlier one is left in the kernel. */
  readonly boot: string
  /** False while it is being made: whoever made it has not come to the end. */
  readonly ready: boolean
}

/** What a network has on disk: its record, and a file for each address that is given out. */
export class Folder {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  /** The record; undefined where there is none, or none that can be read. */
  record(): NetworkRecord | undefined {
    try {
      return JSON.parse(readFileSync(join(this.path, RECORD), 'utf8')) as NetworkRecord
    } catch (thrown) {
      if (thrown instanceof SyntaxError || (thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw stateError(thrown as NodeJS.ErrnoException)
    }
  }

  /** Writes the record as a whole: a reader sees the old one or the new one. */
  write(record: NetworkRecord): void {
    try {
      mkdirSync(this.path, { recursive: true, mode: 0o755 })
      writeFileSync(join(this.path, DRAFT), `${JSON.stringify(record)}\n`)
      renameSync(join(this.path, DRAFT), join(this.path, RECORD))
    } catch (thrown) {
      throw stateError(thrown as NodeJS.ErrnoException)
    }
  }

  /** Names of the files of addresses. */
  addresses(): string[] {
    try {
      return readdirSync(this.path).filter((name) => isIP(name) !== 0)
    } catch (thrown) {
      if ((thrown as { code?: string }).code === 'ENOENT') return []
      throw thrown
    }
  }

  /** What was attached, by the host's ends; and files that say nothing, for their makers were stopped in between. */
  entries(): { stored: Map<string, Stored>; torn: Torn[] } {
    const stored = new Map<string, Stored>()
    const torn: Torn[] = []
    for (const address of this.addresses()) {
      const entry = readEntry(this.path, address)
      if (entry === undefined) continue
      if ('age' in entry) torn.push(entry)
      else {
        const other = stored.get(entry.link)
        stored.set(entry.link, other === undefined ? entry : merged(other, entry))
      }
    }
    return { stored, torn }
  }

  /** Lets an address go. One that is gone is no error. */
  release(address: string): void {
    rmSync(join(this.path, address), { force: true })
  }

  /** Takes the record and what is left away; the folder goes where nothing of somebody else's is in it. */
  remove(): void {
    for (const name of [...this.addresses(), DRAFT, RECORD]) rmSync(join(this.path, name), { force: true })
    if (existsSync(this.path) && readdirSync(this.path).length === 0) rmSync(this.path, { recursive: true })
  }
}

/** The folder cannot be used. */
function stateError({ code = '', errno, message, cause }: NodeJS.ErrnoException): NetlinkError {
  const reason = `the folder of the network cannot be used: ${message}`
  return new NetlinkError({ code, errno, operation: 'createNetwork', reason, attribute: 'state', cause })
}

/** A container is attached when each of its files says so. */
function merged(one: Stored, other: Stored): Stored {
  const { ending, ...beginning } = one
  const files = [...one.files, ...other.files]
  return ending === undefined || other.ending === undefined ? { ...beginning, files } : { ...one, files }
}

/**
 * The folder of a network. A network of the same name may lie in another namespace of the same machine: the second one has the inode of its
 * namespace behind its name.
 */
export function folderOf(name: string, inode: string, state: string | undefined): Folder {
  if (state !== undefined) return new Folder(state)
  const plain = new Folder(join(STATE, name))
  const own = new Folder(join(STATE, `${name}@${inode}`))
  if (own.record() !== undefined) return own
  const record = plain.record()
  return record === undefined || record.inode === inode ? plain : own
}
