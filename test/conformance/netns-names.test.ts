import assert from 'node:assert/strict'
import { existsSync, readlinkSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { createNetns, deleteNetns, listNetns, NetlinkError, type Netns, openNetns } from '../../lib/index.ts'
import { ip } from '../support/ip.ts'
import { name } from '../support/unique.ts'

const file = (netns: string) => `/run/netns/${netns}`

/** The names that `ip netns` has. */
const names = () => ip<{ name: string }>('-j netns list').map((one) => one.name)

/** The inode in the `net:[4026531840]` of a link below /proc. */
const inodeOf = (path: string) => Number(/\d+/.exec(readlinkSync(path))?.[0] ?? 0)

describe('namespaces with a name', () => {
  const made: string[] = []
  const fresh = () => {
    made.push(name('ns'))
    return made.at(-1) as string
  }

  afterEach(() => {
    for (const netns of made.splice(0)) if (existsSync(file(netns))) ip(`netns delete ${netns}`)
  })

  it('are seen by ip netns, and ip acts in them', async () => {
    const netns = await createNetns(fresh())
    assert.ok(names().includes(netns.name as string))
    const links = ip<{ ifname: string }>(`-j -n ${netns.name} link show`)
    assert.deepEqual(
      links.map(({ ifname }) => ifname),
      ['lo'],
    )
    await netns.delete()
    assert.ok(!names().includes(netns.name as string))
    assert.equal(existsSync(file(netns.name as string)), false)
  })

  it('have name, path, inode and descriptor', async () => {
    const netns = await createNetns(fresh())
    assert.equal(netns.path, file(netns.name as string))
    assert.equal(netns.inode, statSync(netns.path).ino)
    assert.equal(netns.inode, inodeOf(`/proc/self/fd/${netns.fd}`))
    await netns.close()
    assert.equal(netns.fd, -1)
  })

  it('outlive their object', async () => {
    const netns = await createNetns(fresh())
    await netns.close()
    await netns.close()
    assert.ok(names().includes(netns.name as string))
    await deleteNetns(netns.name as string)
    assert.ok(!names().includes(netns.name as string))
  })

  it('made by ip open by name, path, process and descriptor', async () => {
    const netns = fresh()
    ip(`netns add ${netns}`)
    const { ino } = statSync(file(netns))
    const byName = await openNetns(netns)
    const child = byName.spawn('sleep', ['60'], { stdio: 'ignore' })
    const opened: Netns[] = [byName]
    for (const ref of [file(netns), { pid: child.pid as number }, { fd: byName.fd }, byName])
      opened.push(await openNetns(ref))
    child.kill()
    assert.deepEqual(
      opened.map(({ inode }) => inode),
      opened.map(() => ino),
    )
    assert.deepEqual(
      opened.map((one) => one.name),
      [netns, undefined, undefined, undefined, undefined],
    )
    assert.equal(new Set(opened.map(({ fd }) => fd)).size, opened.length)
    for (const one of opened) await one.close()
  })

  it('cannot be made twice', async () => {
    const netns = await createNetns(fresh())
    await assert.rejects(createNetns(netns.name), { code: 'EEXIST', operation: 'createNetns' })
    ip(`-j -n ${netns.name} link show lo`)
    await netns.close()
  })

  it('that are not there are ENOENT', async () => {
    const nobody = name('ns')
    for (const [operation, attempt] of [
      ['openNetns', () => openNetns(nobody)],
      ['openNetns', () => openNetns(`/tmp/${nobody}`)],
      ['openNetns', () => openNetns({ pid: 2 ** 22 })],
      ['deleteNetns', () => deleteNetns(nobody)],
    ] as const) {
      await assert.rejects(attempt(), { name: 'NetlinkError', code: 'ENOENT', operation })
    }
  })

  it('deleted behind the back of their object are ENOENT, too', async () => {
    const netns = await createNetns(fresh())
    ip(`netns delete ${netns.name}`)
    await assert.rejects(netns.delete(), { code: 'ENOENT', operation: 'delete' })
    await netns.close()
  })

  it('that are plain files are EINVAL, and not listed', async () => {
    const plain = fresh()
    writeFileSync(file(plain), '')
    await assert.rejects(openNetns(plain), { code: 'EINVAL', attribute: 'netns' })
    assert.deepEqual(
      (await listNetns()).filter((one) => one.name === plain),
      [],
    )
    unlinkSync(file(plain))
  })

  it('of other kinds are EINVAL', async () => {
    await assert.rejects(openNetns('/proc/self/ns/mnt'), { code: 'EINVAL' })
  })

  it('are listed as ip lists them, with their ids', async () => {
    const [plain, known] = [fresh(), fresh()]
    ip(`netns add ${plain}`)
    ip(`netns add ${known}`)
    ip(`netns set ${known} 4711`)
    const listed = await listNetns()
    // `ip` also lists files that are not namespaces: here the mount is visible elsewhere only.
    const stray = names().filter((one) => !listed.some((other) => other.name === one))
    assert.deepEqual([...listed.map((one) => one.name), ...stray].sort(), names().sort())
    for (const one of stray) await assert.rejects(openNetns(one), { code: 'EINVAL' })
    const inode = (netns: string) => statSync(file(netns)).ino
    assert.deepEqual(
      listed.filter((one) => [plain, known].includes(one.name)),
      [
        { name: plain, inode: inode(plain) },
        { name: known, inode: inode(known), nsid: 4711 },
      ],
    )
    const ids = ip<{ nsid: number; name?: string }>('-j netns list-id').filter((one) => one.name !== undefined)
    const ours = listed.flatMap((one) => (one.nsid === undefined ? [] : [`${one.nsid} ${one.name}`]))
    assert.deepEqual(ours.sort(), ids.map(({ nsid, name: of }) => `${nsid} ${of}`).sort())
  })

  for (const wrong of ['', '.', '..', 'a/b', '/run/netns/a', 'a\0b', 5, null]) {
    it(`called ${JSON.stringify(wrong)} are refused`, async () => {
      await assert.rejects(createNetns(wrong as string), { name: 'TypeError', message: /^createNetns: name / })
      await assert.rejects(deleteNetns(wrong as string), { name: 'TypeError', message: /^deleteNetns: name / })
    })
  }

  for (const wrong of ['', '..', 'a/b', 5, null, {}, { pid: 0 }, { pid: 'x' }, { fd: 1.5 }]) {
    it(`meant by ${JSON.stringify(wrong)} are refused`, async () => {
      await assert.rejects(openNetns(wrong as never), { name: 'TypeError', message: /^openNetns: netns[ .]/ })
    })
  }

  it('of a namespace that is closed are refused as that', async () => {
    await assert.rejects(openNetns({ fd: -1 }), { code: 'ERR_NETLINK_CLOSED', attribute: 'netns' })
  })

  it('can be disposed of', async () => {
    const netns = await createNetns()
    await netns[Symbol.asyncDispose]()
    assert.equal(netns.fd, -1)
    assert.throws(
      () => netns.run(() => 0),
      (error: unknown) => error instanceof NetlinkError && error.code === 'ERR_NETLINK_CLOSED',
    )
  })
})
