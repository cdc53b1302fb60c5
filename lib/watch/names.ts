import { builtin, readdirSync, statSync } from '../builtin.ts'
import { NETNS_FOLDER } from '../netns/reference.ts'

/** A file in /run/netns. */
export interface NamedFile {
  readonly name: string
  readonly path: string
  readonly inode: bigint
}

/** Calls back when names appear in /run/netns or vanish. */
export class NameWatch {
  readonly #onChange: () => void
  #stop: (() => void) | undefined
  #over = false

  constructor(onChange: () => void) {
    this.#onChange = onChange
    this.#begin()
  }

  /** The folder, or the one in which it will be. */
  #begin(): void {
    this.#stop?.()
    this.#stop = undefined
    if (this.#over) return
    const again = (name: unknown) => {
      if (name === 'netns') this.#begin()
      this.#onChange()
    }
    this.#stop = watched(NETNS_FOLDER, this.#onChange) ?? watched('/run', again)
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
