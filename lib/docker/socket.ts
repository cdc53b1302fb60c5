import { chmodSync, lstatSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import { dirname } from 'node:path'
import { makeFolder } from '../container/state/files.ts'

/** Longest path of a socket: sun_path of unix(7), minus the closing NUL. */
const LONGEST = 107
/** Docker runs as root, and no other user may change its networks. */
const SOCKET_MODE = 0o600
const FOLDER_MODE = 0o755

/** Listens on a socket of the file system, in the place of one that an ended process has left. */
export async function listenOn(server: Server, path: string): Promise<void> {
  if (Buffer.byteLength(path) > LONGEST)
    throw new RangeError(
      `serveDocker: socket must be at most ${LONGEST} bytes long, not ${Buffer.byteLength(path)}: ${path}`,
    )
  makeFolder(dirname(path), FOLDER_MODE)
  await vacate(path)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, () => {
      server.off('error', reject)
      resolve()
    })
  })
  chmodSync(path, SOCKET_MODE)
}

async function vacate(path: string): Promise<void> {
  const about = lstatSync(path, { throwIfNoEntry: false })
  if (about === undefined) return
  if (!about.isSocket()) throw new Error(`${path} exists and is not a socket`)
  if (await answers(path)) throw new Error(`another process listens on ${path}`)
  rmSync(path, { force: true })
}

/** Whether a process listens on a socket. */
function answers(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', (thrown: NodeJS.ErrnoException) => {
      if (['ECONNREFUSED', 'ENOENT'].includes(thrown.code ?? '')) resolve(false)
      else reject(thrown)
    })
  })
}
