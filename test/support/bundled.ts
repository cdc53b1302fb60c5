import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildSync } from 'esbuild'

const root = join(import.meta.dirname, '..', '..')

let folder: string | undefined
const files = new Map<string, string>()

/**
 * A program in TypeScript, with the library, as one file of JavaScript, which starts in a fifth of the time that the compiler of the tests takes
 * for each module. It is made once in a process. The library finds its addons as if it were in its place.
 */
export function bundled(program: string): string {
  const known = files.get(program)
  if (known !== undefined) return known
  const file = join(place(), `${files.size}-${basename(program, '.ts')}.mjs`)
  const dirname = join(root, 'lib', 'transport')
  const meta = { url: pathToFileURL(join(dirname, 'addon-files.ts')).href, dirname }
  buildSync({
    entryPoints: [program],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    define: { 'import.meta': JSON.stringify(meta) },
    // Modules whose import alone has an effect: home handles, creators of links.
    ignoreAnnotations: true,
    logLevel: 'warning',
  })
  files.set(program, file)
  return file
}

/** A folder that every user may read, for as long as this process lives. */
function place(): string {
  if (folder === undefined) {
    const path = mkdtempSync(join(tmpdir(), 'netlink-ts-programs-'))
    chmodSync(path, 0o755)
    process.once('exit', () => rmSync(path, { recursive: true, force: true }))
    folder = path
  }
  return folder
}
