import { closeSync, fileConstants as constants, fstatSync, openSync, readFileSync } from '../../builtin.ts'

/** What a file holds, or why nothing can be read from it. A reason never quotes the file, which may belong to any user. */
export type Content = { readonly text: string } | { readonly reason: string }

/** No record is larger, in bytes: one of 65 535 ports takes less than a third of this. */
const LARGEST = 2 ** 24

/** Without O_NONBLOCK a FIFO would hold up the caller. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** What open(2) says of files that are not regular. */
const IRREGULAR: Readonly<Record<string, string>> = {
  ELOOP: 'is a symbolic link',
  ENXIO: 'is not a regular file',
}

/** Reads a regular file, and nothing else: links are not followed. Undefined where there is none. */
export function readContent(path: string): Content | undefined {
  const fd = open(path)
  if (typeof fd !== 'number') return fd
  try {
    const about = fstatSync(fd)
    if (about.isDirectory()) return { reason: 'is a directory' }
    if (!about.isFile()) return { reason: 'is not a regular file' }
    if (about.size > LARGEST) return { reason: `is larger than ${LARGEST} bytes` }
    return { text: readFileSync(fd, 'utf8') }
  } finally {
    closeSync(fd)
  }
}

function open(path: string): number | Content | undefined {
  try {
    return openSync(path, FLAGS)
  } catch (thrown) {
    const { code = '' } = thrown as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    const reason = IRREGULAR[code]
    if (reason === undefined) throw thrown
    return { reason }
  }
}
