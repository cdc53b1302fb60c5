import type { Place } from '../../support/place.ts'
import { withFile } from '../../support/scratch.ts'

/** Gives a script to nft inside `place`. */
export function load(place: Place, script: string, json = false): string {
  return withFile(script, (path) => place.run(['nft', ...(json ? ['-j'] : []), '-f', path]))
}
