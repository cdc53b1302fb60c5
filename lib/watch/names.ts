import { basename, builtin, dirname, readdirSync, statSync } from '../builtin.ts'
import { NETNS_FOLDER } from '../netns/reference.ts'

/** A file in /run/netns. */
export interface NamedFile {
  readonly name: string
  readonly path: string
  readonly inode: bigint
}

/** Called with the name that appeared or vanished; undefined if it may be any. */
type OnName = (name: string | undefined) => void

/** Calls back when names appear in /run/netns or vanish. */
export class NameWatch {
  readonly #onChange: OnName
  readonly #folder: string
  #stop: (() => void) | undefined
  #over = false

  constructor(onChange: OnName, folder = NETNS_FOLDER) {
    this.#onChange = onChange
    this.#folder = folder
    this.#begin()
  }

  /** The folder, or the one in which it will be. */
  #begin(): void {
    this.#stop?.()
    this.#stop = undefined
    if (this.#over) return
    const own = basename(this.#folder)
    const changed = (name: unknown) => {
      // The folder itself was deleted, unless a namespace has its name.
      if (name === own) this.#begin()
      this.#onChange(name === own || typeof name !== 'string' ? undefined : name)
    }
    const appeared = (name: unknown) => {
      if (name === own) changed(name)
    }
    this.#stop = watched(this.#folder, changed) ?? watched(dirname(this.#folder), appeared)
  }

  close(): void {
    this.#over = true
    this.#begin()
  }
}

/** Undefined if there is no such folder. */
function watched(folder: string, call: (name: unknown) => void): (() => void) | undefined {
  try {
    const watcher = builtin.watch()(folder, { persistent: false }, (_type, name) => call(name))
    watcher.on('error', () => watcher.close())
    return () => watcher.close()
  } catch {
    return undefined
  }
}

/** The files in /run/netns, in the order of their names. */
export function namedFiles(): NamedFile[] {
  try {
    return readdirSync(NETNS_FOLDER)
      .sort()
      .flatMap((name) => {
        const path = `${NETNS_FOLDER}/${name}`
        const found = statSync(path, { bigint: true, throwIfNoEntry: false })
        return found === undefined ? [] : [{ name, path, inode: found.ino }]
      })
  } catch {
    return []
  }
}
