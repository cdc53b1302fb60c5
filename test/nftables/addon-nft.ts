import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Place } from '../support/place.ts'

/** Gives a script to `nft -f` inside `place`: as a file, because nft opens /dev/stdin, which a socket does not allow. */
export function load(place: Place, script: string, json = false): string {
  const folder = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
  try {
    const file = join(folder, 'ruleset')
    writeFileSync(file, script)
    return place.run(['nft', ...(json ? ['-j'] : []), '-f', file])
  } finally {
    rmSync(folder, { recursive: true })
  }
}
