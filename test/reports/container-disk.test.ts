import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eachTestHost } from '../container/support/test-host.ts'
import { needs } from '../support/needs.ts'

const SUBNET = '172.18.0.0/16'
const PORTS = [{ host: 8000, container: 80 }]

describe('a network whose folder cannot be written', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  // Before the testHost's own, which removes the folder.
  afterEach(() => {
    assert.equal(spawnSync('umount', ['-l', folder()]).status, 0)
  })
  const testHost = eachTestHost()
  const folder = () => join(testHost().state, 'br0')

  function mount(...args: string[]): void {
    const { status, stderr } = spawnSync('mount', args, { encoding: 'utf8' })
    assert.equal(status, 0, stderr)
  }

  beforeEach(() => {
    mkdirSync(folder())
    mount('-t', 'tmpfs', '-o', 'size=32k,mode=700', 'tmpfs', folder())
  })

  /** Leaves no room for another file. */
  function full(): void {
    assert.equal(spawnSync('umount', [folder()]).status, 0)
    mount('-t', 'tmpfs', '-o', 'nr_inodes=1,mode=700', 'tmpfs', folder())
  }

  /** Leaves no room for a single byte. */
  function fill(): void {
    assert.throws(() => writeFileSync(join(folder(), 'ballast'), Buffer.alloc(2 ** 20)), { code: 'ENOSPC' })
  }

  it('is deleted where the disk is full', async () => {
    const before = testHost().kernel()
    const network = await testHost().create({ name: 'br0', subnet: SUBNET })
    await network.attach(await testHost().container(), { ports: PORTS })
    fill()
    await network.delete()
    assert.equal(testHost().kernel(), before)
    assert.deepEqual(testHost().files('br0'), ['ballast'])
  })

  it('is taken from the kernel where the disk is read-only, and deleted by the next call when it is not', async () => {
    const before = testHost().kernel()
    const network = await testHost().create({ name: 'br0', subnet: SUBNET })
    await network.attach(await testHost().container(), { ports: PORTS })
    mount('-o', 'remount,bind,ro', folder())
    const message = new RegExp(`^delete br0: unlink ${folder()}/172.18.0.2: read-only file system \\(EROFS\\)$`)
    await assert.rejects(network.delete(), { name: 'NetlinkError', code: 'EROFS', operation: 'delete', message })
    assert.equal(testHost().kernel(), before)
    mount('-o', 'remount,bind,rw', folder())
    await network.delete()
    assert.deepEqual(testHost().files('br0'), [])
  })

  it('says which file of which network cannot be written when a container is attached, and leaves nothing', async () => {
    const network = await testHost().create({ name: 'br0', subnet: SUBNET })
    const netns = await testHost().container()
    const kernel = testHost().kernel()
    fill()
    const full = new RegExp(`^attach br0: .* ${folder()}/172.18.0.2: no space left on device \\(ENOSPC\\)$`)
    await assert.rejects(network.attach(netns), { name: 'NetlinkError', code: 'ENOSPC', message: full })
    rmSync(join(folder(), 'ballast'))
    mount('-o', 'remount,bind,ro', folder())
    const sealed = new RegExp(`^attach br0: open ${folder()}/172.18.0.2: read-only file system \\(EROFS\\)$`)
    await assert.rejects(network.attach(netns), { name: 'NetlinkError', code: 'EROFS', message: sealed })
    mount('-o', 'remount,bind,rw', folder())
    assert.equal(testHost().kernel(), kernel)
    assert.deepEqual(testHost().files('br0'), ['network.json'])
    assert.equal((await network.attach(netns)).address, '172.18.0.2')
  })

  it('says which folder no network can be made in, and leaves nothing', async () => {
    const kernel = testHost().kernel()
    mount('-o', 'remount,bind,ro', folder())
    await assert.rejects(testHost().create({ name: 'br0', subnet: SUBNET }), {
      code: 'EROFS',
      attribute: 'state',
      message: new RegExp(
        `^createNetwork br0: open ${folder()}/network.json.draft-\\d+: read-only file system; set 'state' to a folder that this user can write to`,
      ),
    })
    mount('-o', 'remount,bind,rw', folder())
    full()
    await assert.rejects(testHost().create({ name: 'br0', subnet: SUBNET }), { code: 'ENOSPC', attribute: 'state' })
    assert.equal(testHost().kernel(), kernel)
    assert.deepEqual(testHost().files('br0'), [])
  })
})
