import { statSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { isCableName } from './cable.ts'
import { readContent } from './content.ts'
import { macAddress, shortName } from './options.ts'
import type { Owner } from './owner.ts'
import { readPorts } from './port.ts'
import { isDigits, isText, optional, parse, passes, type Schema, type Test } from './schema.ts'
import type { Port } from './types.ts'

/** What is written while a container is being attached. */
export interface Beginning extends Owner {
  /** The host's end of the cable. */
  readonly link: string
  /** Name of the link in the container. */
  readonly interface: string
  /** Inode of the container's namespace, and the name or path that it was given by. */
  readonly inode: string
  readonly path?: string
}

/** What is written when it is attached. */
export interface Ending {
  readonly address?: string
  readonly address6?: string
  readonly mac: string
  readonly ports: readonly Port[]
}

/** What the files of one container say. */
export interface Stored extends Beginning {
  /** The addresses whose files these are. */
  readonly files: readonly string[]
  readonly ending?: Ending
}

/** A file whose maker had not come to write into it. */
export interface Torn {
  readonly address: string
  /** Milliseconds since it was made. */
  readonly age: number
}

/** A file that cannot be read as what it should be. */
export interface Damaged {
  /** Its name in the folder. */
  readonly file: string
  /** `is not JSON`. */
  readonly reason: string
}

const BEGINNING: Schema = {
  link: (value) => isText(value) && isCableName(value as string),
  interface: passes(shortName),
  inode: isDigits,
  path: optional(isText),
}

const isAddress =
  (family: 4 | 6): Test =>
  (value) =>
    isText(value) && isIP(value as string) === family

const ENDING: Schema = {
  address: optional(isAddress(4)),
  address6: optional(isAddress(6)),
  mac: passes(macAddress),
  ports: passes(readPorts),
}

/** The file of an address: one line while it is attached, a second when it is. Undefined when it has gone. */
export function readEntry(folder: string, address: string): Stored | Torn | Damaged | undefined {
  const path = join(folder, address)
  const content = readContent(path)
  if (content === undefined) return undefined
  const damaged = (reason: string): Damaged => ({ file: address, reason })
  if ('reason' in content) return damaged(content.reason)
  const [first, second] = content.text.split('\n').slice(0, -1)
  if (first === undefined) return isCutShort(content.text) ? { address, age: ageOf(path) } : damaged('is not JSON')
  const beginning = parse<Beginning>(first, BEGINNING)
  if ('reason' in beginning) return damaged(beginning.reason)
  const stored: Stored = { ...beginning.value, files: [address] }
  if (second === undefined) return stored
  const ending = parse<Ending>(second, ENDING)
  return 'reason' in ending ? damaged(ending.reason) : { ...stored, ending: ending.value }
}

/** Whether this may be the first part of a line. */
function isCutShort(text: string): boolean {
  return text === '' || (text.startsWith('{"') && 'reason' in parse(text, {}))
}

function ageOf(path: string): number {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
}
