import assert from 'node:assert/strict'
import type { Address } from '../../lib/index.ts'
import { eachPlace, TWO_LINKS } from '../support/place.ts'
import { until } from '../support/until.ts'

describe('the flags of an address', () => {
  const here = eachPlace(TWO_LINKS)
  const found = async (start: string) =>
    (await here().nl.listAddresses()).find(({ address }) => address.startsWith(start)) as Address

  it('say temporary in IPv6 and secondary in IPv4, as ip does', async () => {
    const { nl, sh, ip } = here()
    sh('echo 2 >/proc/sys/net/ipv6/conf/v0/use_tempaddr')
    await nl.addAddress({
      link: 'v0',
      address: 'fd03::1/64',
      flags: ['managetempaddr', 'nodad'],
      cacheinfo: { valid: 9000 },
    })
    await nl.addAddress({ link: 'v0', address: '10.0.0.9/24' })
    const temporary = async () =>
      (await nl.listAddresses({ family: 'inet6' })).filter(({ flags }) => flags?.includes('temporary'))
    await until('the temporary address', async () => (await temporary()).length === 1)
    const [one] = await temporary()
    const shown = ip<{ addr_info: { local: string; temporary?: boolean }[] }>('-j -6 address show dev v0')
    const theirs = shown.flatMap(({ addr_info }) => addr_info).filter((address) => address.temporary === true)
    assert.deepEqual(
      theirs.map(({ local }) => `${local}/64`),
      [one?.address],
    )
    assert.equal(one?.flags?.includes('secondary'), false)
    const second = await found('10.0.0.9')
    assert.deepEqual(second.flags, ['secondary', 'permanent'])
    await nl.replaceAddress(one as Address)
    await nl.addAddress({ link: 'v1', address: '10.0.5.9/24', flags: ['secondary', 'temporary'] })
    assert.deepEqual((await found('10.0.5.9')).flags, ['permanent'])
  })

  it('make an address deprecated where they say so', async () => {
    const { nl, ip } = here()
    const deprecated = (local: string) =>
      ip<{ addr_info: { local?: string; deprecated?: boolean }[] }>('-j address show dev v0')
        .flatMap(({ addr_info }) => addr_info)
        .find((one) => one.local === local)?.deprecated
    for (const address of ['10.9.0.1/24', 'fd09::1/64']) {
      const local = address.slice(0, address.indexOf('/'))
      await nl.addAddress({ link: 'v0', address, flags: ['deprecated', 'nodad'] })
      assert.equal(deprecated(local), true, address)
      await nl.replaceAddress({ link: 'v0', address, flags: ['deprecated', 'nodad'], cacheinfo: { prefered: 300 } })
      assert.equal(deprecated(local), undefined, address)
    }
  })
})
