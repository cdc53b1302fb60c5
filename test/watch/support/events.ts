import type { Watch, WatchEvent } from '../../../lib/index.ts'

type Named = {
  name?: string
  address?: string
  dst?: string
  priority?: number
  id?: number
  vid?: number
  group?: string
}

/** An event in one line: 'added link br0', 'changed link br0 mtu'. */
export function line(event: WatchEvent): string {
  if (event.type === 'synced') return `synced ${event.lost}`
  const { name, address, dst, id, priority, vid, group } = (event as unknown as Record<string, Named>)[
    event.kind
  ] as Named
  const text = `${event.type} ${event.kind} ${event.kind === 'link' ? name : (dst ?? address ?? id ?? priority ?? vid ?? group)}`
  return event.type === 'changed' ? `${text}: ${event.changed.join(' ')}` : text
}

/** Reads a watch in the background. */
export class Events {
  readonly lines: string[] = []
  readonly all: WatchEvent[] = []
  readonly #watch: Watch
  readonly #iterator: AsyncIterator<WatchEvent>
  ended: Promise<void>

  constructor(watch: Watch) {
    this.#watch = watch
    this.#iterator = watch[Symbol.asyncIterator]()
    this.ended = this.#read()
    this.ended.catch(() => undefined)
  }

  async #read(): Promise<void> {
    for (;;) {
      const step = await this.#iterator.next()
      if (step.done === true) return
      this.all.push(step.value)
      this.lines.push(line(step.value))
    }
  }

  /** The lines of what was done before. */
  async since(): Promise<string[]> {
    await this.#watch.caughtUp()
    await new Promise((resolve) => setImmediate(resolve))
    this.all.length = 0
    return this.lines.splice(0)
  }
}
