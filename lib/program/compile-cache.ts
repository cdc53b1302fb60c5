// Compiled code is kept for the next run where Node.js can (22.8): engines run a command for every container.
import { lstatSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Next to the state of networks, and gone at the next boot. What is in the cache is executed, so only root may write there; a process that can
 * write the state of networks can already make root change them.
 */
const PARENT = '/run/netlink-ts'
/** No network has a name that begins with a dot. */
const FOLDER = join(PARENT, '.compiled')

/** Bits of a mode that let the group and others write. */
const OTHERS = 0o022

/** Uses the cache as root; does without it where the folder cannot be made, or is not root's alone. */
export function useCompileCache(): void {
  const { enableCompileCache } = process.getBuiltinModule('node:module') as {
    enableCompileCache?: (at: string) => void
  }
  if (enableCompileCache === undefined || process.geteuid?.() !== 0) return
  try {
    mkdirSync(FOLDER, { recursive: true, mode: 0o700 })
    if ([PARENT, FOLDER].every(isOwn)) enableCompileCache(FOLDER)
  } catch {}
}

function isOwn(path: string): boolean {
  const about = lstatSync(path)
  return about.isDirectory() && about.uid === 0 && (about.mode & OTHERS) === 0
}
