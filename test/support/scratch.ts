import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Gives `use` the path of a file that holds `text` and is gone afterwards: for programs that open /dev/stdin by its name (nft does),
 * which the socket that Node.js makes of a child's standard input does not allow.
 */
export function withFile<T>(text: string, use: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
  try {
    const path = join(folder, 'input')
    writeFileSync(path, text)
    return use(path)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
