import { spawnSync } from 'node:child_process'
import { type Answer, entering, foreign, outputOf, words } from './answer.ts'
import { requirePrivate } from './private.ts'
import { withFile } from './scratch.ts'

/** Runs `nft`. */
function run(args: readonly string[], netns: string | undefined): string {
  requirePrivate()
  const [file, ...rest] = [...entering(netns), 'nft', ...args] as [string, ...string[]]
  const options = { env: foreign(), encoding: 'utf8', maxBuffer: 2 ** 28 } as const
  return outputOf(`nft ${args.join(' ')}`, spawnSync(file, rest, options))
}

/** The `nftables` list that `nft -j` prints: `nftJson('list ruleset')`. */
export function nftJson<T = Answer>(command: string | readonly string[], netns?: string): T[] {
  return (JSON.parse(run(['-j', ...words(command)], netns)) as { nftables: T[] }).nftables
}

/** Gives `commands`, JSON of libnftables-json(5), to `nft -j`. */
export function nftApplyJson(commands: readonly unknown[], netns?: string): void {
  withFile(JSON.stringify({ nftables: commands }), (path) => run(['-j', '-f', path], netns))
}

/** Gives `script`, in nft's own language, to nft, and returns what it prints. */
export function nft(script: string, netns?: string): string {
  return withFile(script, (path) => run(['-f', path], netns))
}
