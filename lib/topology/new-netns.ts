import { addAltname } from '../link/altname.ts'
import { nameNetns } from '../netns/name.ts'
import { openTransports } from '../netns/transports.ts'
import { createNetns } from '../netns/verbs.ts'
import { rtnetlink } from '../protocol/rtnetlink.ts'
import type { Transports } from '../transport/transports.ts'
import { grouped } from '../verb/grouped.ts'
import { on } from '../verb/verb.ts'
import type { Due } from './due.ts'
import { placed } from './failed-step.ts'
import type { Places } from './places.ts'

/** The steps that mark new namespaces, by namespace. They come before the names, so that no namespace has a name without a mark. */
export function marksOf(steps: readonly Due[]): ReadonlyMap<string, readonly Due[]> {
  const fresh = new Set(steps.filter(({ verb }) => verb === 'createNetns').map(({ netns }) => netns))
  if (fresh.size === 0) return new Map()
  const isMark = ({ verb, netns, arguments: [link] }: Due) => verb === 'addAltname' && link === 'lo' && fresh.has(netns)
  return grouped(steps.filter(isMark), ({ netns }) => netns)
}

async function mark(transports: Transports, step: Due): Promise<void> {
  const [link, names] = step.arguments as Parameters<typeof addAltname>
  await on(transports, addAltname)(link, names).catch((thrown) => Promise.reject(placed(thrown, step)))
}

/** Creates a namespace, marks it, and gives it its name. If the process is killed in between, the kernel deletes it. */
export async function newNetns(places: Places, netns: string, marks: readonly Due[]): Promise<void> {
  const made = await on(places.home, createNetns)()
  try {
    const { transports, opened } = openTransports(rtnetlink, made, {}, places.operation)
    try {
      // Requests wait until the socket is open, and fail if it does not open.
      const marked = Promise.all(marks.map((step) => mark(transports, step)))
      marked.catch(() => undefined)
      await opened
      await marked
      await nameNetns(made, netns)
    } catch (thrown) {
      await transports.close()
      throw thrown
    }
    await places.keep(netns, transports)
  } finally {
    await made.close()
  }
}
