import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requirePrivate } from '../support/private.ts'

/** What nft said, or `undefined` with its complaint where it refused. */
export interface Judgement {
  ok: boolean
  output: string
  complaint: string
}

/** nft speaks of local time; the corpus was made in this zone. */
const environment = { ...process.env, TZ: 'UTC-2' }

/** Runs nft. It opens /dev/stdin by name, which no socket allows, so that input goes through a file. */
export function judge(args: readonly string[], input?: string): Judgement {
  requirePrivate()
  if (input === undefined) return run(args)
  const folder = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
  try {
    const file = join(folder, 'input')
    writeFileSync(file, input)
    return run([...args, '-f', file])
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function run(args: readonly string[]): Judgement {
  const { status, stdout, stderr } = spawnSync('nft', args, { encoding: 'utf8', env: environment, maxBuffer: 2 ** 29 })
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
