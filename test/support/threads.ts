import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** A thread of this process. */
export interface Thread {
  tid: number
  /** `comm`, at most 15 bytes. */
  name: string
  /** Its network namespace, `net:[4026531840]`. */
  netns: string
}

/** An open file of this process. */
export interface OpenFile {
  fd: number
  /** What it is: a path, `socket:[123]`, `net:[4026531840]`, `anon_inode:[eventpoll]`. */
  target: string
}

/** A folder of /proc whose entries may vanish while they are read. */
function listed<T>(folder: string, read: (entry: string) => T): T[] {
  return readdirSync(folder).flatMap((entry) => {
    try {
      return [read(entry)]
    } catch {
      return []
    }
  })
}

/** The threads that are alive now. */
export function threads(): Thread[] {
  return listed('/proc/self/task', (tid) => ({
    tid: Number(tid),
    name: readFileSync(`/proc/self/task/${tid}/comm`, 'utf8').trim(),
    netns: readlinkSync(`/proc/self/task/${tid}/ns/net`),
  }))
}

/** The threads that the library made: it names them after itself. */
export function ownThreads(): Thread[] {
  return threads().filter((thread) => thread.name.startsWith('netlink-ts'))
}

/** The files that are open now. */
export function openFiles(): OpenFile[] {
  return listed('/proc/self/fd', (fd) => ({ fd: Number(fd), target: readlinkSync(`/proc/self/fd/${fd}`) }))
}
