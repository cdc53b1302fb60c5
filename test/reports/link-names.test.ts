import assert from 'node:assert/strict'
import { needs } from '../support/needs.ts'
import { eachPlace, TWO_LINKS } from '../support/place.ts'

/** Names that only alternative ones can be. */
const ODD = ['enp1s0:1', 'a b', 'a/b', '.', 'a:b-longer-than-fifteen-bytes', 'plain-and-longer-than-fifteen-bytes']

describe('an alternative name that could not be a name', () => {
  const here = eachPlace(TWO_LINKS)

  for (const name of ODD) {
    it(`names the link everywhere: '${name}'`, async () => {
      const { nl, ip } = here()
      await nl.addAltname('v0', name)
      assert.equal((await nl.getLink(name)).name, 'v0')
      await nl.setLink(name, { txqlen: 77, data: undefined })
      assert.equal(ip('-j link show v0')[0]?.txqlen, 77)
      await nl.addAddress({ link: name, address: '10.77.0.1/24' })
      assert.equal(
        (await nl.listAddresses({ link: name })).filter(({ address }) => address === '10.77.0.1/24').length,
        1,
      )
      await nl.addRoute({ dst: '10.78.0.0/16', oif: name })
      assert.equal(ip('-j route show 10.78.0.0/16')[0]?.dev, 'v0')
      await nl.addNeighbour({ link: name, dst: '10.77.0.2', lladdr: '02:00:00:00:00:02' })
      assert.equal((await nl.listNeighbours({ link: name }))[0]?.dst, '10.77.0.2')
      await nl.addAltname(name, 'further')
      await nl.deleteAltname(name, 'further')
      await nl.deleteLinks([name, 'v1'])
      assert.deepEqual(
        ip('-j link show').map(({ ifname }) => ifname),
        ['lo'],
      )
    })
  }

  it('names a master, and a link below another', async () => {
    const { nl, ip } = here()
    await nl.createBridge({ name: 'br0' })
    await nl.addAltname('br0', 'b/0')
    await nl.addAltname('v1', 'v:1')
    await nl.setLink('v0', { master: 'b/0' })
    assert.deepEqual(
      (await nl.listLinks({ master: 'b/0' })).map(({ name }) => name),
      ['v0'],
    )
    await nl.createMacvlan({ name: 'm0', link: 'v:1' })
    assert.equal(ip('-j link show m0')[0]?.link, 'v1')
  })
})

describe('the name of a new link', () => {
  const here = eachPlace(TWO_LINKS)

  it('is held to the rules of the kernel for names', async () => {
    const { nl, ip } = here()
    for (const name of ['', '.', '..', 'a b', 'a/b', 'a:b', 'a\tb', 'a\u00a0b', 'voil\u00e0']) {
      await assert.rejects(
        nl.createIfb({ name }),
        { name: 'TypeError', message: /^createIfb: name must be an interface name/ },
        name,
      )
      await assert.rejects(
        nl.setLink('v0', { name }),
        { name: 'TypeError', message: /^setLink: name must be an interface name/ },
        name,
      )
    }
    for (const name of ['\ufeffeth0', 'a\u2003b', 'caf\u00e9']) {
      await nl.createIfb({ name })
      assert.equal((await nl.getLink(name)).name, name)
      assert.equal(ip(['-j', 'link', 'show', name])[0]?.ifname, name)
      await nl.deleteLink(name)
    }
  })
})

describe('deleting many links', () => {
  needs('bridge')
  const here = eachPlace(`
    ip link add eth0 type bridge
    ip link add $(printf '\\357\\273\\277eth0') type bridge
    ip link add $(printf '\\3771') type bridge
    ip link add $(printf '\\3761') type bridge
    for i in a b c d; do ip link add name $i type bridge; done
    ip link property add dev d altname d-by-another-name
  `)
  const left = () =>
    here()
      .run('ip -br link show type bridge')
      .split('\n')
      .filter((line) => line !== '').length

  it('confuses no names that differ by a byte order mark or by bytes that are not UTF-8', async () => {
    const { nl, run } = here()
    await nl.deleteLinks(['eth0', 'a', 'b'])
    assert.equal(left(), 5)
    assert.match(run('ip -br link show type bridge'), /\ufeffeth0 /)
    await nl.deleteLinks(['\ufeffeth0', 'c', 'd'])
    assert.equal(left(), 2)
    await assert.rejects(nl.deleteLinks(['\ufffd1', '\ufffd1', '\ufffd1']), { code: 'ENODEV', attribute: 'links[0]' })
    assert.equal(left(), 2)
  })

  it('takes listed links, indexes, names and alternative names, mixed and more than once', async () => {
    const { nl } = here()
    const [a, b] = await Promise.all([nl.getLink('a'), nl.getLink('b')])
    await nl.deleteLinks([a, b.index, 'c', 'd-by-another-name', 'd', a.index, 'a', b])
    assert.equal(left(), 4)
    await nl.deleteLinks(await nl.listLinks({ kind: 'bridge' }))
    assert.equal(left(), 0)
  })

  it('deletes none where one is missing, however it is named', async () => {
    const { nl } = here()
    for (const nobody of ['nobody', 'nobody-by-an-alternative-name', 4711, { index: 4711 }]) {
      await assert.rejects(nl.deleteLinks(['a', 'b', nobody, 'c']), { code: 'ENODEV', attribute: 'links[2]' })
      await assert.rejects(nl.deleteLinks(['a', nobody]), { code: 'ENODEV', attribute: 'links[1]' })
    }
    assert.equal(left(), 8)
  })
})
