import assert from 'node:assert/strict'
import type { Address } from '../../lib/index.ts'
import { onePlace, type Place, TWO_LINKS } from '../support/place.ts'
import { addressCases } from './support/address-cases.ts'

/** What the links have of themselves, before a case is played. */
const OWN = /^(127\.0\.0\.1|::1|10\.0\.[01]\.1|fd00:(1:)?:1)\//

/** A lifetime that runs, less what may have gone by since it was set. */
function steady(life: number | string): number | string {
  return typeof life === 'number' ? Math.ceil(life / 60) * 60 : life
}

/** The addresses of the case, without the times at which they were made. */
async function listed(place: Place): Promise<Address[]> {
  const found = (await place.nl.listAddresses()).filter(({ address }) => !OWN.test(address))
  return found.map((address) => {
    const { prefered = 0, valid = 0 } = address.cacheinfo ?? {}
    return { ...address, cacheinfo: { prefered: steady(prefered), valid: steady(valid) } } as Address
  })
}

interface Shown {
  local: string
  prefixlen: number
}

/** What `ip` says of them. */
function shown(place: Place): object[] {
  const links = place.ip<{ ifname: string; addr_info: Shown[] }>('-j -d address show')
  const all = links.flatMap(({ ifname, addr_info }) => addr_info.map((one) => ({ dev: ifname, ...one })))
  return all
    .filter(({ local, prefixlen }) => !OWN.test(`${local}/${prefixlen}`))
    .map((one) =>
      JSON.parse(JSON.stringify(one, (key, value) => (/_life_time$/.test(key) ? steady(value as number) : value))),
    )
}

async function only(place: Place): Promise<{ address: Address; json: object }> {
  const [address, ...others] = await listed(place)
  const [json, ...more] = shown(place)
  assert.deepEqual([others, more], [[], []])
  assert.ok(address !== undefined && json !== undefined, 'there is no address')
  return { address, json }
}

function members(whole: object, part: object): object {
  return Object.fromEntries(Object.keys(part).map((key) => [key, (whole as Record<string, unknown>)[key]]))
}

describe('addresses and ip', () => {
  const here = onePlace(TWO_LINKS)

  afterEach(async () => {
    for (const left of await listed(here())) await here().nl.deleteAddress(left)
  })

  for (const { what, ours, ip, shown: printed, listed: expected } of addressCases) {
    describe(`about ${what}`, () => {
      const addByIp = () => here().run(`ip address add ${ip}`)

      it('agree on what we add', async () => {
        await here().nl.addAddress(ours)
        const { address, json } = await only(here())
        assert.deepEqual(members(address, expected), expected)
        assert.deepEqual(members(json, printed), printed)
      })

      it('delete what we added, said with the same words', async () => {
        await here().nl.addAddress(ours)
        await here().nl.deleteAddress(ours)
        assert.deepEqual(await listed(here()), [])
      })

      it('have the same from us and from ip', async () => {
        await here().nl.addAddress(ours)
        const made = await only(here())
        await here().nl.deleteAddress(made.address)
        assert.deepEqual(await listed(here()), [])
        addByIp()
        assert.deepEqual(await only(here()), made)
      })

      it('have it again after it was listed, deleted and added', async () => {
        addByIp()
        const found = await only(here())
        await here().nl.deleteAddress(found.address)
        assert.deepEqual(await listed(here()), [])
        await here().nl.addAddress(found.address)
        assert.deepEqual(await only(here()), found)
      })
    })
  }
})
