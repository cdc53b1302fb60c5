import assert from 'node:assert/strict'
import type { Expr, NftSet } from '../../lib/nftables/index.ts'
import { oneHandle } from '../nftables/support/handle.ts'
import { flushByNft, runNft } from '../nftables/support/nft-command.ts'
import { needs } from '../support/needs.ts'

const at = { family: 'inet', table: 't' } as const
const hour = 3600
const minute = 60

function lasting(addr: string, len: number, timeout?: number): Expr {
  const val = { prefix: { addr, len } }
  return timeout === undefined ? val : { elem: { val, timeout } }
}

/** The element as nft shows it, less how long it has left. */
function shown(output: string): string[] {
  const [, elements = ''] = /elements = \{ ([^}]*) \}/.exec(output) ?? []
  return elements.split(',').map((element) => element.trim().replace(/ expires \S+/, ''))
}

describe('intervals that are merged and do not last equally long', () => {
  needs('command nft', 'nftables')
  const nft = oneHandle()

  async function fill(options: Partial<NftSet>, ...additions: Expr[][]): Promise<string[]> {
    flushByNft()
    const set = {
      ...at,
      name: 's',
      type: 'ipv4_addr',
      flags: ['interval', 'timeout'],
      'auto-merge': true,
      ...options,
    } as NftSet
    await nft().apply([{ add: { table: { family: 'inet', name: 't' } } }, { add: { set } }])
    for (const elem of additions) await nft().addElements({ ...at, set: 's' }, elem as never)
    return shown(runNft(['list', 'ruleset']).output)
  }

  it('stay apart where they touch', async () => {
    const elements = await fill({}, [lasting('10.0.0.0', 25, hour)], [lasting('10.0.0.128', 25, minute)])
    assert.deepEqual(elements, ['10.0.0.0/25 timeout 1h', '10.0.0.128/25 timeout 1m'])
  })

  it('become one where they last equally long', async () => {
    const elements = await fill({}, [lasting('10.0.0.0', 25, hour)], [lasting('10.0.0.128', 25, hour)])
    assert.deepEqual(elements, ['10.0.0.0/24 timeout 1h'])
  })

  it('a short one around a long one leaves the long one as it is', async () => {
    const elements = await fill({}, [lasting('10.0.0.4', 31, hour)], [lasting('10.0.0.0', 29, minute)])
    assert.deepEqual(elements, ['10.0.0.0/30 timeout 1m', '10.0.0.4/31 timeout 1h', '10.0.0.6/31 timeout 1m'])
  })

  it('a long one inside a short one lasts longer than what is around it', async () => {
    const elements = await fill({}, [lasting('10.0.0.0', 29, minute)], [lasting('10.0.0.4', 31, hour)])
    assert.deepEqual(elements, ['10.0.0.0/30 timeout 1m', '10.0.0.4/31 timeout 1h', '10.0.0.6/31 timeout 1m'])
  })

  it('a long one around a short one takes it in', async () => {
    const elements = await fill({}, [lasting('10.0.0.4', 31, minute)], [lasting('10.0.0.0', 29, hour)])
    assert.deepEqual(elements, ['10.0.0.0/29 timeout 1h'])
  })

  it('in one call as in two', async () => {
    const elements = await fill({}, [
      lasting('10.0.0.4', 31, hour),
      lasting('10.0.0.0', 29, minute),
      lasting('10.0.0.8', 29, minute),
    ])
    assert.deepEqual(elements, ['10.0.0.0/30 timeout 1m', '10.0.0.4/31 timeout 1h', '10.0.0.6-10.0.0.15 timeout 1m'])
  })

  it('one without a timeout lasts for ever, whatever covers it', async () => {
    const elements = await fill({}, [lasting('10.0.0.4', 31)], [lasting('10.0.0.0', 29, minute)])
    assert.deepEqual(elements, ['10.0.0.0/30 timeout 1m', '10.0.0.4/31', '10.0.0.6/31 timeout 1m'])
  })

  it('one without a timeout lasts as long as those of the set do', async () => {
    const elements = await fill({ timeout: hour }, [lasting('10.0.0.0', 25)], [lasting('10.0.0.128', 25, hour)])
    assert.deepEqual(elements, ['10.0.0.0/24'])
  })
})
