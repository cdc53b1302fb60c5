import {
  closeSync,
  constants as codes,
  fileConstants as constants,
  existsSync,
  join,
  linkSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from '../../builtin.ts'
import { NetlinkError } from '../../errors.ts'
import { isIP } from '../../wire/ip-text.ts'
import { type NetworkConfig, readConfig } from '../config.ts'
import { addressIsOf } from '../subnet.ts'
import { isElsewhere } from './boot.ts'
import { readContent } from './content.ts'
import { list, makeFolder, unlink } from './files.ts'
import { type Damaged, type Lease, merged, readLease } from './lease.ts'
import { lockOf } from './lease-lock.ts'
import { isBoolean, isDigits, isText, optional, parse, passes, type Schema, type Test } from './schema.ts'

/** Where networks keep their addresses by default. */
export const STATE = '/run/netlink-ts'
/** The file that says what the network is. */
export const RECORD = 'network.json'
const DRAFT = 'network.json.draft'

/** For the owner only: a process that can open a file can hold its lock. */
const FOLDER_MODE = 0o700
export const FILE_MODE = 0o600
/** Bits of a mode that let the group and others write. */
const OTHERS = 0o022

/** What the folder says of the network. */
export interface NetworkRecord {
  readonly config: NetworkConfig
  /** Inode of the host's namespace. */
  readonly inode: string
  /** Run of the machine: nothing of an earlier one is left in the kernel. */
  readonly boot: string
  /** False while the network is being created, and after that was interrupted. */
  readonly ready: boolean
  /** While it is being made: the families in which the host is about to forward, and did not. */
  readonly opening?: readonly (4 | 6)[]
  /** While it is being deleted if it is empty: a process that attaches a container meanwhile waits. */
  readonly emptying?: boolean
}

const isFamilies: Test = (value) => Array.isArray(value) && value.every((one) => one === 4 || one === 6)

const SCHEMA: Schema = {
  config: passes(readConfig),
  inode: isDigits,
  boot: isText,
  ready: isBoolean,
  opening: optional(isFamilies),
  emptying: optional(isBoolean),
}

/** What a folder holds of containers. */
export interface Leases {
  /** What was attached, by the host's ends. */
  readonly leases: Map<string, Lease>
  /** Addresses whose files say nothing, for their makers were stopped in between. */
  readonly broken: readonly string[]
  readonly damaged: readonly Damaged[]
}

/** The record of another network. */
export interface Foreign extends Damaged {
  readonly network: string
}

/** What a network has on disk: its record, and a file for each address that is given out. */
export class Folder {
  readonly path: string
  /** The network that the folder is for; undefined where that is what the record says. */
  readonly network: string | undefined

  constructor(path: string, network?: string) {
    this.path = path
    this.network = network
  }

  /** Refuses a folder that another user can write, as ssh(1) does: who writes records says what is removed. */
  checkOwner(): void {
    const about = statSync(this.path, { throwIfNoEntry: false })
    if (about === undefined) return
    if (!about.isDirectory()) throw this.#refusal('ENOTDIR', 'is not a directory')
    if (![0, process.geteuid?.()].includes(about.uid)) throw this.#refusal('EPERM', `belongs to user ${about.uid}`)
    if ((about.mode & OTHERS) === 0) return
    throw this.#refusal('EPERM', `must be writable only by its owner (mode ${(about.mode & 0o7777).toString(8)})`)
  }

  /**
   * Refuses a folder in which there are other files than a network's: it belongs to another program. A record that cannot be read is a network's where
   * files of containers lie beside it.
   */
  checkContent(): void {
    const names = list(this.path)
    const own = names.filter((name) => isDraft(name) || this.#isOwn(name))
    const hasContainers = own.some((name) => !isDraft(name))
    const other = names.find((name) => !own.includes(name) && !(name === RECORD && hasContainers))
    if (other === undefined) return
    throw this.#refusal('ENOTEMPTY', `holds '${other}', which is not a network's; expected a folder of its own`)
  }

  /** Whether a file is that of an address, by its name and by what is in it. */
  #isOwn(name: string): boolean {
    const entry = isIP(name) === 0 ? undefined : readLease(this.path, name)
    return entry !== undefined && !('reason' in entry)
  }

  #refusal(code: 'ENOTDIR' | 'ENOTEMPTY' | 'EPERM', what: string): NetlinkError {
    const reason = `${this.path} ${what}`
    const errno = -codes.errno[code]
    return new NetlinkError({
      code,
      errno,
      operation: 'createNetwork',
      subject: this.network,
      reason,
      attribute: 'state',
    })
  }

  /** The record, or why it cannot be read or is not this network's; undefined where there is none. */
  find(): NetworkRecord | Damaged | Foreign | undefined {
    const content = readContent(join(this.path, RECORD))
    if (content === undefined) return undefined
    const found = 'reason' in content ? content : parse<NetworkRecord>(content.text, SCHEMA)
    if ('reason' in found) return { file: RECORD, reason: found.reason }
    const { name } = found.value.config
    if (this.network === undefined || name === this.network) return found.value
    return { file: RECORD, reason: `is that of network '${name}'`, network: name }
  }

  /** The record; undefined where there is none, or none that can be read. */
  record(): NetworkRecord | undefined {
    const found = this.find()
    return found === undefined || 'reason' in found ? undefined : found
  }

  /** Writes the record as a whole: a reader sees the old one or the new one. */
  write(record: NetworkRecord): void {
    const draft = join(this.path, DRAFT)
    makeFolder(this.path, FOLDER_MODE)
    // What a killed process left; the new one is made, never written into (O_EXCL), so that no link is followed.
    rmSync(draft, { force: true })
    try {
      writeFileSync(draft, `${JSON.stringify(record)}\n`, { flag: 'wx', mode: FILE_MODE })
      renameSync(draft, join(this.path, RECORD))
    } catch (thrown) {
      rmSync(draft, { force: true })
      throw thrown
    }
  }

  /**
   * Writes the first record, unless the folder has one of another namespace by now: whether it was written. The draft is this namespace's own, and the
   * link to it is made only if there is no record (link(2)).
   */
  claim(record: NetworkRecord): boolean {
    const draft = join(this.path, `${DRAFT}-${record.inode}`)
    makeFolder(this.path, FOLDER_MODE)
    rmSync(draft, { force: true })
    try {
      writeFileSync(draft, `${JSON.stringify(record)}\n`, { flag: 'wx', mode: FILE_MODE })
      linkSync(draft, join(this.path, RECORD))
      return true
    } catch (thrown) {
      const { code = '' } = thrown as NodeJS.ErrnoException
      // Another namespace has taken the folder, has swept it, or has given it up.
      if (['EEXIST', 'ENOENT'].includes(code) && this.#isTaken(record)) return false
      if (!UNLINKABLE.includes(code)) throw thrown
      this.write(record)
      return true
    } finally {
      rmSync(draft, { force: true })
    }
  }

  #isTaken({ inode }: NetworkRecord): boolean {
    const record = this.record()
    return record === undefined ? !existsSync(join(this.path, RECORD)) : isElsewhere(record, inode)
  }

  /** Removes drafts that a killed process has left. Where that is forbidden, they do no harm. */
  sweep(): void {
    try {
      for (const name of list(this.path).filter(isDraft)) rmSync(join(this.path, name), { force: true })
    } catch {}
  }

  /** Names of the files of addresses. */
  addresses(): string[] {
    return list(this.path).filter((name) => isIP(name) !== 0)
  }

  /** What its files say of containers; those of addresses that the network does not have count for nothing. */
  leases(config: Pick<NetworkConfig, 'ranges'>): Leases {
    const leases = new Map<string, Lease>()
    const broken: string[] = []
    const damaged: Damaged[] = []
    for (const address of this.addresses()) {
      const found = readLease(this.path, address)
      const isOwn = addressIsOf(config, address) || (found !== undefined && 'link' in found && found.foreign === true)
      const entry = isOwn ? found : { file: address, reason: 'is of an address outside of its subnets' }
      if (entry === undefined) continue
      if ('broken' in entry) {
        if (entry.held !== true) broken.push(entry.broken)
      } else if ('reason' in entry) damaged.push(entry)
      else {
        const other = leases.get(entry.link)
        leases.set(entry.link, other === undefined ? entry : merged(other, entry))
      }
    }
    return { leases, broken, damaged }
  }

  /** Adds a line to the file of an address, whose container is held. */
  append(address: string, line: string): void {
    const fd = openSync(join(this.path, address), constants.O_WRONLY | constants.O_APPEND | constants.O_NOFOLLOW)
    try {
      writeSync(fd, line)
    } finally {
      closeSync(fd)
    }
  }

  /** Releases an address whose container is locked. It is not an error if it is already free. */
  release(address: string): void {
    unlink(join(this.path, address))
  }

  /** Lets an address go whose file says nothing, unless it was taken meanwhile. */
  releaseTorn(address: string): void {
    const path = join(this.path, address)
    const held = lockOf(path)
    if (typeof held === 'string') return
    const entry = readLease(this.path, address)
    if (entry !== undefined && 'broken' in entry) unlink(path)
    held.close()
  }

  /**
   * Removes the network's own files, the record last, and the folder where nothing else is in it. What cannot be read as one of them is another
   * program's, as is the record of another network. `inode` is that of the namespace: what another one has taken stays.
   */
  remove(inode: string): void {
    const found = this.find()
    if (found !== undefined && 'inode' in found && isElsewhere(found, inode)) return
    const addresses = this.addresses().filter((name) => this.#isOwn(name))
    const drafts = list(this.path).filter(isDraft)
    const records = found !== undefined && 'network' in found ? [] : [...drafts, RECORD]
    for (const name of [...addresses, ...records]) unlink(join(this.path, name))
    try {
      rmdirSync(this.path)
    } catch (thrown) {
      // EBUSY: something is mounted there.
      if (!['ENOENT', 'ENOTEMPTY', 'EBUSY'].includes((thrown as { code: string }).code)) throw thrown
    }
  }
}

/** Whether a file is the draft of a record. */
export function isDraft(name: string): boolean {
  return name === DRAFT || name.startsWith(`${DRAFT}-`)
}

/** What file systems without hard links say; networks of other namespaces are not expected there. */
const UNLINKABLE = ['EPERM', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']

/**
 * The folder of a network. A network of the same name may lie in another namespace of the same machine: the second one has the inode of its
 * namespace behind its name.
 */
export function folderOf(name: string, inode: string, state: string | undefined): Folder {
  if (state !== undefined) return new Folder(state, name)
  const plain = new Folder(join(STATE, name), name)
  const own = new Folder(join(STATE, `${name}@${inode}`), name)
  if (own.find() !== undefined) return own
  const record = plain.record()
  return record === undefined || record.inode === inode ? plain : own
}
