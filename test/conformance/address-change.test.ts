import assert from 'node:assert/strict'
import type { Address } from '../../lib/index.ts'
import { eachPlace, TWO_LINKS } from '../support/place.ts'

const own = { link: 'v0', address: '172.17.0.2/16' }

describe('changes of addresses', () => {
  const here = eachPlace(TWO_LINKS)
  const info = () =>
    here()
      .ip<{ addr_info: { local?: string; metric?: number; valid_life_time: number }[] }>('-j address show dev v0')
      .flatMap(({ addr_info }) => addr_info)

  it('addAddress refuses one that is there', async () => {
    await here().nl.addAddress(own)
    await assert.rejects(here().nl.addAddress(own), { code: 'EEXIST', operation: 'addAddress' })
  })

  it('replaceAddress adds, or changes lifetimes, flags and priority', async () => {
    await here().nl.replaceAddress(own)
    await here().nl.replaceAddress({ ...own, rtPriority: 77, cacheinfo: { valid: 900 } })
    const found = info().find(({ local }) => local === '172.17.0.2')
    assert.equal(found?.metric, 77)
    assert.ok(found.valid_life_time > 800 && found.valid_life_time <= 900)
  })

  it('a lifetime alone does not end the other', async () => {
    await here().nl.addAddress({ ...own, cacheinfo: { valid: 900 } })
    await here().nl.addAddress({ link: 'v0', address: '172.18.0.2/16', cacheinfo: { prefered: 900 } })
    const lives = (await here().nl.listAddresses({ link: 'v0', family: 'inet' })).map(
      ({ address, flags, cacheinfo }) => ({
        address,
        deprecated: flags?.includes('deprecated'),
        forever: cacheinfo?.valid === 'forever',
      }),
    )
    assert.deepEqual(lives.slice(1), [
      { address: '172.17.0.2/16', deprecated: false, forever: false },
      { address: '172.18.0.2/16', deprecated: false, forever: true },
    ])
  })

  it('deleteAddress takes the one that is described', async () => {
    await here().nl.addAddress(own)
    await here().nl.deleteAddress(own)
    await assert.rejects(here().nl.deleteAddress(own), { code: 'EADDRNOTAVAIL', operation: 'deleteAddress' })
    assert.deepEqual(
      info().filter(({ local }) => local === '172.17.0.2'),
      [],
    )
  })

  it('the maker of an address is kept', async () => {
    await here().nl.addAddress({ ...own, proto: 'kernel_ra' })
    await here().nl.addAddress({ link: 'v0', address: 'fd09::1/64', flags: ['nodad'], proto: 77 })
    const found = (await here().nl.listAddresses({ link: 'v0' })).map(({ address, proto }) => [address, proto])
    assert.deepEqual(
      found.filter(([, proto]) => proto !== undefined),
      [
        ['172.17.0.2/16', 'kernel_ra'],
        ['fd09::1/64', 77],
      ],
    )
  })

  it('an address that waits for duplicate detection is given back without its state', async () => {
    await here().nl.addAddress({ link: 'v0', address: 'fd09::1/64' })
    const tentative = (await here().nl.listAddresses({ link: 'v0' })).find(
      ({ address }) => address === 'fd09::1/64',
    ) as Address
    assert.ok(tentative.flags?.includes('tentative'))
    await here().nl.deleteAddress(tentative)
    await here().nl.addAddress(tentative)
    const names = (await here().nl.listAddresses({ link: 'v0' })).map(({ address }) => address)
    assert.ok(names.includes('fd09::1/64'))
  })

  for (const [what, wrong, name, words] of [
    ['no address', { link: 'v0' }, 'TypeError', /^addAddress: address is missing/],
    ['no link', { address: '10.9.0.1/24' }, 'TypeError', /^addAddress: link is missing/],
    ['a wrong address', { link: 'v0', address: '10.9.0.256/24' }, 'TypeError', /address must be an IP address/],
    ['a wrong length', { link: 'v0', address: '10.9.0.1/33' }, 'RangeError', /address must have a prefix length/],
    [
      'two families',
      { link: 'v0', address: '10.9.0.1/24', peer: 'fd00::1' },
      'TypeError',
      /peer must be of the same family/,
    ],
    ['a label too long', { ...own, label: 'v0:0123456789abc' }, 'RangeError', /label must be at most 15 bytes/],
    ['an option that is none', { ...own, brd: '+' }, 'TypeError', /`brd` is `broadcast` here/],
  ] as const) {
    it(`${what} is refused before anything is sent`, async () => {
      await assert.rejects(here().nl.addAddress(wrong as never), { name, message: words })
    })
  }
})

describe('filters of addresses', () => {
  const here = eachPlace(TWO_LINKS)

  for (const [filter, ip] of [
    [{}, ''],
    [{ family: 'inet' }, '-4'],
    [{ family: 'inet6' }, '-6'],
    [{ link: 'v1' }, 'dev v1'],
    [{ link: 11 }, 'dev v1'],
    [{ link: 'v1', family: 'inet6' }, '-6 dev v1'],
    [{ link: 'p0' }, 'dev p0'],
  ] as const) {
    it(`${JSON.stringify(filter)} finds what ip address show ${ip} finds`, async () => {
      const [family = '', ...rest] = ip.startsWith('-') ? ip.split(' ') : ['', ip]
      const links = here().ip<{ ifname: string; addr_info: { local: string; prefixlen: number }[] }>(
        `-j ${family} address show ${rest.join(' ')}`,
      )
      const expected = links.flatMap(({ addr_info = [] }) => addr_info.map((one) => `${one.local}/${one.prefixlen}`))
      const found = (await here().nl.listAddresses(filter)).map(({ address }) => address)
      assert.deepEqual(found.sort(), expected.sort())
      const streamed: string[] = []
      for await (const { address } of here().nl.streamAddresses(filter)) streamed.push(address)
      assert.deepEqual(streamed.sort(), expected.sort())
    })
  }

  it('of a link that does not exist fail with ENODEV', async () => {
    await assert.rejects(here().nl.listAddresses({ link: 'nowhere' }), { code: 'ENODEV', attribute: 'link' })
    await assert.rejects(here().nl.listAddresses({ link: 4711 }), { code: 'ENODEV' })
  })
})
