import assert from 'node:assert/strict'
import { install } from '../../lib/container/firewall/spoof-guard.ts'
import type { Host } from '../../lib/container/host/host.ts'
import { NetlinkError } from '../../lib/errors.ts'
import { ip } from '../support/ip.ts'
import { needs } from '../support/needs.ts'
import { nftJson } from '../support/nft.ts'
import { pathOf } from './support/attacher.ts'
import { request } from './support/client.ts'
import { withSite } from './support/containers.ts'
import { eachTestHost } from './support/test-host.ts'

const DUAL = { name: 'br0', subnet: '172.18.0.0/16', subnet6: 'fd00:18::/64' }
const SETS = ['ports', 'macs', 'holders4', 'holders6']

interface Listed {
  set?: { name: string; elem?: unknown[] }
}

describe('the guard against spoofing', () => {
  needs('bridge', 'veth', 'nftables', 'ipv6', 'command nft')
  const testHost = eachTestHost()

  const elementsOf = (name: string) =>
    nftJson<Listed>(`list set bridge netlink_ts ${name}`, testHost().host.path).find(({ set }) => set)?.set?.elem
  const all = () => SETS.map(elementsOf)

  it('is checked by its elements: those that are missing are found, and put back by repair', async () => {
    const network = await testHost().create(DUAL)
    await network.attach(await testHost().container())
    const before = all()
    for (const name of SETS) {
      testHost().host.sh(`nft flush set bridge netlink_ts ${name}`)
      const found = await network.check()
      assert.ok(found.length > 0)
      for (const { code, subject } of found) assert.deepEqual([code, subject], ['element-missing', name])
      assert.equal((await network.repair()).length, found.length)
      assert.deepEqual([all(), await network.check()], [before, []])
    }
  })

  it('is checked for what it should not allow, which repair removes', async () => {
    const network = await testHost().create(DUAL)
    const { link } = await network.attach(await testHost().container())
    const before = all()
    for (const [name, address] of [
      ['macs', '02:00:00:00:00:99'],
      ['holders4', '172.18.0.1'],
      ['holders6', 'fe80::1'],
    ] as const) {
      testHost().host.sh(`nft add element bridge netlink_ts ${name} '{ "${link}" . ${address} }'`)
      assert.deepEqual(
        (await network.check()).map(({ code, subject }) => [code, subject]),
        [['rules', name]],
      )
      assert.equal((await network.repair()).length, 1)
      assert.deepEqual([all(), await network.check()], [before, []])
    }
  })

  it('allows the link-local address that the container has, whatever the namespace would choose', async () => {
    for (const spoofGuard of [true, false]) {
      const network = await testHost().create({ ...DUAL, spoofGuard })
      const netns = await testHost().container()
      await netns.setSysctl('net/ipv6/conf/default/stable_secret', '2001:db8::1234')
      await network.attach(netns)
      const [link] = ip<{ inet6_addr_gen_mode?: string }>('-j -d link show eth0', pathOf(netns))
      assert.equal(link?.inet6_addr_gen_mode, spoofGuard ? 'eui64' : 'stable_secret')
      await netns.setSysctl('net/ipv6/conf/eth0/addr_gen_mode', 1)
      const found = (await network.check()).map(({ code }) => code)
      assert.deepEqual(found, spoofGuard ? ['container-parameter'] : [])
      await network.repair()
      assert.deepEqual(await network.check(), [])
      await network.delete()
    }
  })

  it('lets packets of that link-local address pass', () =>
    withSite(async (site) => {
      const network = await site.network({ name: 'br0', subnet6: 'fd00:18::/64' })
      const machine = await site.machine('web')
      await machine.netns.setSysctl('net/ipv6/conf/default/stable_secret', '2001:db8::1234')
      await network.attach(machine.netns)
      await site.host.serve(7000)
      const index = (await machine.nl.getLink('eth0')).index
      assert.match(await request(machine.netns, { address: `fe80::1%${index}`, port: 7000 }), /^host to fe80::/)
    }))

  it('is named where the kernel has no bridge family of nftables', async () => {
    for (const code of ['EOPNOTSUPP', 'EAFNOSUPPORT', 'ENOENT']) {
      const refusal = new NetlinkError({ code, operation: 'apply', reason: 'refused' })
      const refusing = { nft: { apply: () => Promise.reject(refusal) } } as unknown as Host
      await assert.rejects(install(refusing, { spoofGuard: true }, []), {
        code: 'EOPNOTSUPP',
        operation: 'createNetwork',
        attribute: 'spoofGuard',
        message: /nftables do not have the bridge family .* set spoofGuard to false to do without/,
        cause: refusal,
      })
      await assert.rejects(install(refusing, { spoofGuard: false }, []), refusal)
      // Another refusal: the guard alone is accepted.
      const apply = (_: unknown, options?: object) =>
        options === undefined ? Promise.reject(refusal) : Promise.resolve()
      await assert.rejects(install({ nft: { apply } } as unknown as Host, { spoofGuard: true }, []), refusal)
    }
  })
})
