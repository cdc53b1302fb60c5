import { type ChildProcess, spawn } from 'node:child_process'
import { type Nftables, openNftables } from '../../../lib/nftables/index.ts'
import { foreign } from '../../support/answer.ts'
import { needs } from '../../support/needs.ts'
import { nft as byNft } from '../../support/nft.ts'
import { eachPlace, type Place } from '../../support/place.ts'

/** A place with a handle of nftables, and `nft monitor` as the judge. */
export interface Monitored {
  here(): Place
  nft(): Nftables
  /** The lines that `nft OPTION monitor ...` prints, as they come; it ends with the test. */
  monitor(option: string, ...what: string[]): string[]
}

/** In the body of a `describe`: every test has one, in which `rules` hold. */
export function eachMonitored(rules = ''): Monitored {
  needs('command nft', 'nftables')
  const here = eachPlace('ip link set lo up')
  let nft: Nftables | undefined
  let child: ChildProcess | undefined

  beforeEach(async () => {
    nft = await openNftables({ netns: here().netns })
    if (rules !== '') byNft(rules, here().path)
  })
  afterEach(async () => {
    child?.kill()
    child = undefined
    await nft?.close()
  })
  return {
    here,
    nft: () => nft as Nftables,
    monitor(option, ...what) {
      const args = [`--net=${here().path}`, 'stdbuf', '-oL', 'nft', option, 'monitor', ...what]
      child = spawn('nsenter', args, { env: foreign() as NodeJS.ProcessEnv })
      const lines: string[] = []
      let rest = ''
      child.stdout?.on('data', (data: Buffer) => {
        const parts = (rest + data).split('\n')
        rest = parts.pop() as string
        lines.push(...parts.filter((one) => one !== ''))
      })
      return lines
    },
  }
}
