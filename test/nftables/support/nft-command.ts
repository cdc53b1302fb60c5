import { spawnSync } from 'node:child_process'
import { foreign } from '../../support/answer.ts'
import { requirePrivate } from '../../support/private.ts'
import { withFile } from '../../support/scratch.ts'
import { timeZone } from './time-zone.ts'

/** What nft said, or `undefined` with its complaint where it refused. */
export interface NftResult {
  ok: boolean
  output: string
  complaint: string
}

const environment = (): NodeJS.ProcessEnv => ({ ...foreign(), TZ: timeZone })

/** Runs nft, with `input` as the file that it reads. */
export function runNft(args: readonly string[], input?: string): NftResult {
  requirePrivate()
  return input === undefined ? run(args) : withFile(input, (path) => run([...args, '-f', path]))
}

function run(args: readonly string[]): NftResult {
  const { status, stdout, stderr } = spawnSync('nft', args, {
    encoding: 'utf8',
    env: environment(),
    maxBuffer: 2 ** 29,
  })
  return { ok: status === 0, output: stdout, complaint: stderr }
}

function demand({ ok, output, complaint }: NftResult): string {
  if (!ok) throw new Error(complaint.trim() || 'nft died')
  return output
}

/** Gives commands to `nft -j`. */
export function applyByNft(commands: readonly unknown[]): void {
  demand(runNft(['-j'], JSON.stringify({ nftables: commands })))
}

/** Gives a script to nft. */
export function scriptByNft(script: string): void {
  demand(runNft([], script))
}

/** What `nft -j` lists, without its metainfo. */
export function listByNft(...flags: string[]): Record<string, unknown>[] {
  const listed = JSON.parse(demand(runNft(['-j', ...flags, 'list', 'ruleset']))) as {
    nftables: Record<string, unknown>[]
  }
  return listed.nftables.filter((object) => !('metainfo' in object))
}

export function flushByNft(): void {
  demand(runNft(['flush', 'ruleset']))
}
