import assert from 'node:assert/strict'
import { type Netlink, openNetlink } from '../../lib/index.ts'
import { eachPlace } from '../support/place.ts'

describe('calls made in one tick', () => {
  const here = eachPlace()
  const names = (links: readonly { name?: string }[]) => links.map(({ name }) => name)

  it('are executed in order: a link, its address, a route by it', async () => {
    const { nl } = here()
    await Promise.all([
      nl.createVeth({ name: 'v0', peer: { name: 'v1' } }),
      nl.setLink('v0', { up: true }),
      nl.setLink('v1', { up: true }),
      nl.addAddress({ link: 'v0', address: '10.0.0.1/24' }),
      nl.addRoute({ dst: '10.1.0.0/16', gateway: '10.0.0.2' }),
      nl.addRoute({ dst: '10.2.0.0/16', oif: 'v1' }),
    ])
    const routes = here()
      .ip<{ dst: string; dev: string }>('-j route show')
      .map(({ dst, dev }) => `${dst} ${dev}`)
    assert.deepEqual(routes, ['10.0.0.0/24 v0', '10.1.0.0/16 v0', '10.2.0.0/16 v1'])
  })

  it('may be lists, which see what was asked before them and nothing of what was asked after', async () => {
    const { nl } = here()
    const lists = [nl.listLinks()]
    const changes = [nl.createVeth({ name: 'v0', peer: { name: 'v1' } })] as Promise<unknown>[]
    lists.push(nl.listLinks(), nl.listLinks({ kind: 'veth' }))
    changes.push(nl.deleteLink('v0'))
    lists.push(nl.listLinks())
    await Promise.all(changes)
    assert.deepEqual((await Promise.all(lists)).map(names), [['lo'], ['lo', 'v1', 'v0'], ['v1', 'v0'], ['lo']])
  })

  it('may be many lists between many changes', async () => {
    const { nl } = here()
    await nl.setLink('lo', { up: true })
    const seen: Promise<string[]>[] = []
    const done: Promise<void>[] = []
    for (let i = 0; i < 100; i++) {
      done.push(nl.addRoute({ dst: `10.9.${i}.0/24`, oif: 'lo' }))
      seen.push(nl.listRoutes({ family: 'inet' }).then((routes) => routes.map(({ dst }) => dst)))
    }
    await Promise.all(done)
    const expected = Array.from({ length: 100 }, (_, i) => i + 1)
    assert.deepEqual(
      (await Promise.all(seen)).map((routes) => routes.length),
      expected,
    )
  })

  it('may be streams, which begin after what was asked before them', async () => {
    const { nl } = here()
    await nl.setLink('lo', { up: true })
    const added = nl.addRoute({ dst: '10.9.0.0/16', oif: 'lo' })
    const streamed: string[] = []
    for await (const { dst } of nl.streamRoutes({ family: 'inet' })) streamed.push(dst)
    await added
    assert.deepEqual(streamed, ['10.9.0.0/16'])
  })

  it('may be answers: each sees what was before it', async () => {
    const { nl } = here()
    const made = nl.createVeth({ name: 'v0', peer: { name: 'v1' } })
    const down = nl.getLink('v0')
    const changed = nl.setLink('v0', { up: true, mtu: 1400 })
    const up = nl.getLink('v0')
    await Promise.all([made, changed])
    assert.deepEqual([(await down).up, (await down).mtu], [false, 1500])
    assert.deepEqual([(await up).up, (await up).mtu], [true, 1400])
  })

  it('find a link by the name it has been given in front of them', async () => {
    const { nl } = here()
    await Promise.all([
      nl.createVeth({ name: 'v0', peer: { name: 'v1' } }),
      nl.setLink('v0', { name: 'w0' }),
      nl.setLink('w0', { up: true }),
      nl.addAddress({ link: 'w0', address: '10.0.0.1/24' }),
      assert.rejects(nl.addAddress({ link: 'v0', address: '10.0.0.2/24' }), { code: 'ENODEV', attribute: 'link' }),
    ])
    const [link] = here().ip<{ ifname: string; addr_info: { local: string }[] }>('-j address show dev w0')
    assert.deepEqual(
      link?.addr_info.map(({ local }) => local),
      ['10.0.0.1'],
    )
  })

  it('find the right links when two have changed their names', async () => {
    const { nl } = here()
    const [one, two] = await Promise.all([
      nl.createVeth({ name: 'a', peer: { name: 'pa' } }),
      nl.createVeth({ name: 'b', peer: { name: 'pb' } }),
    ])
    await Promise.all([
      nl.addAddress({ link: 'a', address: '10.0.0.1/24' }),
      nl.setLink('a', { name: 'c' }),
      nl.setLink('b', { name: 'a' }),
      nl.setLink('c', { name: 'b' }),
      nl.addAddress({ link: 'a', address: '10.0.0.2/24' }),
      nl.addAddress({ link: 'b', address: '10.0.0.3/24' }),
    ])
    const found = (await nl.listAddresses({ family: 'inet' })).map(({ link, address }) => `${link} ${address}`)
    assert.deepEqual(
      found.sort(),
      [`${one.index} 10.0.0.1/24`, `${one.index} 10.0.0.3/24`, `${two.index} 10.0.0.2/24`].sort(),
    )
  })

  it('find the new link of a name whose old one was deleted in front of them', async () => {
    const { nl } = here()
    const old = await nl.createVeth({ name: 'v0', peer: { name: 'v1' } })
    await nl.addAddress({ link: 'v0', address: '10.0.0.1/24' })
    const [, made] = await Promise.all([
      nl.deleteLink('v0'),
      nl.createVeth({ name: 'v0', peer: { name: 'v1' } }),
      nl.addAddress({ link: 'v0', address: '10.0.0.2/24' }),
    ])
    assert.notEqual(made.index, old.index)
    const found = await nl.listAddresses({ family: 'inet' })
    assert.deepEqual(
      found.map(({ link, address }) => [link, address]),
      [[made.index, '10.0.0.2/24']],
    )
  })

  it('continue after one that fails', async () => {
    const { nl } = here()
    const settled = await Promise.allSettled([
      nl.createVeth({ name: 'v0', peer: { name: 'v1' } }),
      nl.createVeth({ name: 'v0', peer: { name: 'v2' } }),
      nl.addAddress({ link: 'nobody', address: '10.0.0.1/24' }),
      nl.addAddress({ link: 'v0', address: '10.0.0.300/24' }),
      nl.addAddress({ link: 'v0', address: '10.0.0.1/24' }),
    ])
    const codes = settled.map((one) => (one.status === 'fulfilled' ? 'ok' : (one.reason.code ?? one.reason.name)))
    assert.deepEqual(codes, ['ok', 'EEXIST', 'ENODEV', 'TypeError', 'ok'])
    assert.equal(here().ip('-j -4 address show dev v0').length, 1)
  })
})

/** More than there are threads: `mostThreads` in native/netlink/pool.cc. */
const OLDER = 8

describe('handles that always have something to do', () => {
  const here = eachPlace(Array.from({ length: OLDER }, (_, i) => `ip link add v${i} type veth`).join('\n'))
  let handles: Netlink[] = []
  beforeEach(async () => {
    for (let i = 0; i <= OLDER; i++) handles.push(await openNetlink({ netns: here().netns }))
  })
  afterEach(async () => {
    await Promise.all(handles.map((nl) => nl.close()))
    handles = []
  })

  it('let each other be answered, and a younger one too', async () => {
    const answers = handles.map(() => 0)
    /** Deletes a link and makes it again, until the first reply has arrived: the kernel takes far longer than we do to send. */
    async function toil(nl: Netlink, i: number): Promise<void> {
      for (const name = `v${i}`; answers.includes(0); answers[i]!++) {
        if (answers[i]! % 2 === 0) await nl.deleteLink(name)
        else await nl.createVeth({ name })
      }
    }
    const toiling = handles.slice(0, OLDER).map(toil)
    const [lo] = await Promise.all([handles[OLDER]!.getLink('lo').finally(() => answers[OLDER]!++), ...toiling])
    assert.equal(lo.name, 'lo')
    assert.ok(!answers.includes(0), `${answers}`)
  })
})

describe('link names', () => {
  const here = eachPlace('ip link add v0 type veth peer name p0; ip link set v0 up; ip link set p0 up')

  it('are resolved again in every tick, even if another program renames links', async () => {
    const { nl } = here()
    await nl.addAddress({ link: 'v0', address: '10.0.0.1/24' })
    here().sh('ip link set v0 down; ip link set v0 name old; ip link add v0 type veth peer name p1')
    await nl.addAddress({ link: 'v0', address: '10.0.0.2/24' })
    await nl.addAddress({ link: 'old', address: '10.0.0.3/24' })
    const links = here().ip<{ ifname: string; addr_info: { local: string }[] }>('-j -4 address show')
    const found = links.flatMap(({ ifname, addr_info }) => addr_info.map(({ local }) => `${ifname} ${local}`))
    assert.deepEqual(found.sort(), ['old 10.0.0.1', 'old 10.0.0.3', 'v0 10.0.0.2'])
  })

  it('may be alternative ones, of up to 127 bytes', async () => {
    const { nl } = here()
    const long = 'l'.repeat(127)
    await Promise.all([
      nl.addAltname('v0', ['another', long]),
      nl.addAddress({ link: 'another', address: '10.0.0.1/24' }),
      nl.addRoute({ dst: '10.9.0.0/16', oif: long }),
    ])
    assert.equal(here().ip<{ dev: string }>('-j route show 10.9.0.0/16')[0]?.dev, 'v0')
    const addresses = await nl.listAddresses({ link: 'another', family: 'inet' })
    assert.deepEqual(
      addresses.map(({ address }) => address),
      ['10.0.0.1/24'],
    )
  })

  it('belong to the namespace of the handle', async () => {
    const { nl } = here()
    await assert.rejects(nl.addRoute({ dst: '10.9.0.0/16', oif: 'elsewhere' }), {
      code: 'ENODEV',
      errno: -19,
      attribute: 'oif',
      message: "addRoute: no link named 'elsewhere' (ENODEV, oif)",
    })
  })

  it('are distinguished within one message', async () => {
    const { nl } = here()
    here().sh('ip link add v1 type veth peer name p1; ip link set v1 up; ip link set p1 up')
    const route = { dst: '10.9.0.0/16', multipath: [{ oif: 'v0' }, { oif: 'nobody' }] }
    await assert.rejects(nl.addRoute(route), { code: 'ENODEV', attribute: 'multipath[1].oif' })
    await nl.addRoute({ dst: '10.9.0.0/16', multipath: [{ oif: 'v1' }, { oif: 'v0' }] })
    const [shown] = here().ip<{ nexthops: { dev: string }[] }>('-j route show 10.9.0.0/16')
    assert.deepEqual(
      shown?.nexthops.map(({ dev }) => dev),
      ['v1', 'v0'],
    )
  })
})
