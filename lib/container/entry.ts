import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Owner } from './owner.ts'
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

/** The file of an address: one line while it is attached, a second when it is. Undefined when it has gone. */
export function readEntry(folder: string, address: string): Stored | Torn | undefined {
  const path = join(folder, address)
  try {
    const [first, second] = readFileSync(path, 'utf8').split('\n').slice(0, -1)
    if (first === undefined) return { address, age: Date.now() - statSync(path).mtimeMs }
    const beginning = JSON.parse(first) as Beginning
    return { ...beginning, files: [address], ...(second === undefined ? {} : { ending: JSON.parse(second) as Ending }) }
  } catch (thrown) {
    if ((thrown as { code?: string }).code === 'ENOENT') return undefined
    throw thrown
  }
}
