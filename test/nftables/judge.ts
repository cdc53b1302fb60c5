import { spawnSync } from 'node:child_process'
import { foreign } from '../support/answer.ts'
import { requirePrivate } from '../support/private.ts'
import { withFile } from '../support/scratch.ts'
import { zone } from './zone.ts'

/** What nft said, or `undefined` with its complaint where it refused. */
export interface Judgement {
  ok: boolean
  output: string
  complaint: string
}

const environment = (): NodeJS.ProcessEnv => ({ ...foreign(), TZ: zone })

/** Runs nft, with `input` as the file that it reads. */
export function judge(args: readonly string[], input?: string): Judgement {
  requirePrivate()
  return input === undefined ? run(args) : withFile(input, (path) => run([...args, '-f', path]))
}

function run(args: readonly string[]): Judgement {
  const { status, stdout, stderr } = spawnSync('nft', args, {
    encoding: 'utf8',
    env: environment(),
    maxBuffer: 2 ** 29,
  })
  return { ok: status === 0, output: stdout, complaint: stderr }
}

function demand({ ok, output, complaint }: Judgement): string {
  if (!ok) throw new Error(complaint.trim() || 'nft died')
  return output
}

/** Gives commands to `nft -j`. */
export function applyByNft(commands: readonly unknown[]): void {
  demand(judge(['-j'], JSON.stringify({ nftables: commands })))
}

/** Gives a script to nft. */
export function scriptByNft(script: string): void {
  demand(judge([], script))
}

/** What `nft -j` lists, without its metainfo. */
export function listByNft(...flags: string[]): Record<string, unknown>[] {
  const listed = JSON.parse(demand(judge(['-j', ...flags, 'list', 'ruleset']))) as {
    nftables: Record<string, unknown>[]
  }
  return listed.nftables.filter((object) => !('metainfo' in object))
}

export function flushByNft(): void {
  demand(judge(['flush', 'ruleset']))
}
