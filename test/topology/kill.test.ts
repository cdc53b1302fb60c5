import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deleteNetns, listNetns } from '../../lib/index.ts'
import { NETNS_FOLDER } from '../../lib/netns/reference.ts'
import { eachPlace } from '../support/place.ts'
import { among, runSteps } from '../support/steps.ts'
import { name as uniqueName } from '../support/unique.ts'
import { topologyWith, whole } from './support/killed.ts'

const owner = { protocol: 77, tag: 'my-app' }
const PROGRAM = join(import.meta.dirname, 'programs', 'topology-step.ts')
const LIMIT = 120_000
/** System calls that change something, and how many of them strace lets each thread do. */
const CALLS = 'sendto,mount,umount2,unlink,flock,write'
const MOST_CALLS = 40

describe('a process killed at any step', () => {
  const place = eachPlace('ip link set lo up')
  let netns: string
  const exists = async () => (await listNetns()).some(({ name }) => name === netns)
  const all = async () => whole(place(), netns, await exists())
  const run = (action: string, last = '', before: readonly string[] = []) =>
    runSteps(PROGRAM, [place().path, action, JSON.stringify(topologyWith(netns))], last, before)

  beforeEach(() => {
    netns = uniqueName('t')
  })
  afterEach(async () => {
    if (await exists()) await deleteNetns(netns)
  })

  it('of applyTopology leaves what the next apply completes, and removeTopology leaves nothing of it', async function () {
    this.timeout(LIMIT)
    const { nl } = place()
    const none = await all()
    const steps = run('apply')
    assert.ok(steps >= 3, String(steps))
    const complete = await all()
    await nl.removeTopology({ owner })
    for (const last of among(steps)) {
      run('apply', String(last))
      await nl.applyTopology(topologyWith(netns), { owner })
      assert.deepEqual(await all(), complete, `step ${last} of ${steps}`)
      await nl.removeTopology({ owner })
      run('apply', String(last))
      await nl.removeTopology({ owner })
      assert.deepEqual(await all(), none, `step ${last} of ${steps}, then removed`)
    }
  })

  it('is not confused with one that is about to mount its new namespace', async () => {
    const file = join(NETNS_FOLDER, netns)
    const script = `: >${file}; echo; sleep 0.3; mount --bind /proc/self/ns/net ${file}`
    const other = spawn('sh', ['-ec', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = once(other, 'close')
    await once(other.stdout, 'data')
    await assert.rejects(place().nl.applyTopology(topologyWith(netns), { owner }), { code: 'EEXIST' })
    assert.deepEqual(await ended, [0, null])
    assert.equal(statSync(file).ino, statSync('/proc/self/ns/net').ino)
  })

  for (const action of ['apply', 'remove'])
    it(`before any system call of ${action} leaves what the next apply completes, and the next removal deletes`, async function () {
      if (process.env.NETLINK_TS_FUZZ === undefined) this.skip()
      this.timeout(10 * LIMIT)
      const { nl } = place()
      const none = await all()
      await nl.applyTopology(topologyWith(netns), { owner })
      const complete = await all()
      await nl.removeTopology({ owner })
      for (let i = 1; i <= MOST_CALLS; i++) {
        const before = ['strace', '-f', '-qq', '-o', '/dev/null', '-e', `inject=${CALLS}:signal=SIGKILL:when=${i}`]
        const cut = async () => {
          if (action === 'remove') await nl.applyTopology(topologyWith(netns), { owner })
          run(action, 'strace', before)
        }
        await cut()
        await nl.applyTopology(topologyWith(netns), { owner })
        assert.deepEqual(await all(), complete, `call ${i}`)
        await nl.removeTopology({ owner })
        await cut()
        await nl.removeTopology({ owner })
        assert.deepEqual(await all(), none, `call ${i}, then removed`)
      }
    })

  it('of removeTopology leaves what the next removal deletes, or the next apply completes', async function () {
    this.timeout(LIMIT)
    const { nl } = place()
    const none = await all()
    await nl.applyTopology(topologyWith(netns), { owner })
    const complete = await all()
    const steps = run('remove')
    assert.deepEqual(await all(), none)
    for (const last of among(steps)) {
      await nl.applyTopology(topologyWith(netns), { owner })
      run('remove', String(last))
      await nl.applyTopology(topologyWith(netns), { owner })
      assert.deepEqual(await all(), complete, `step ${last} of ${steps}`)
      run('remove', String(last))
      await nl.removeTopology({ owner })
      assert.deepEqual(await all(), none, `step ${last} of ${steps}, then removed`)
    }
  })

  it('leaves no namespace without a mark: it has its name last, and a file without one is used', async () => {
    const { nl, ip } = place()
    const topology = { namespaces: { [netns]: {} } }
    writeFileSync(`/run/netns/${netns}`, '')
    await nl.applyTopology(topology, { owner })
    assert.deepEqual(ip<{ altnames: string[] }>(`-n ${netns} -j link show lo`)[0]?.altnames, ['my-app:lo'])
    await nl.removeTopology({ owner })
    assert.equal(await exists(), false)
    assert.equal(execFileSync('ls', ['/run/netns'], { encoding: 'utf8' }).includes(netns), false)
  })

  it('after the pair was created leaves a far end without a mark, which the next apply adds', async () => {
    const { nl, ip, sh } = place()
    const topology = topologyWith(netns)
    await nl.applyTopology(topology, { owner })
    const complete = await all()
    sh(`ip -n ${netns} link property del dev eth0 altname my-app:eth0; ip link property del dev d1 altname my-app:d1`)
    await nl.applyTopology(topology, { owner })
    assert.deepEqual(await all(), complete)
    assert.deepEqual(ip<{ altnames: string[] }>(`-n ${netns} -j link show eth0`)[0]?.altnames, ['my-app:eth0'])
  })

  it('between the mark and the next link leaves no link without one: both are in one datagram', async () => {
    const { nl, ip } = place()
    const links = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`b${i}`, { kind: 'bridge' }] as const))
    await nl.applyTopology({ links }, { owner })
    const found = ip<{ ifname: string; altnames?: string[] }>('-j link show type bridge')
    assert.equal(found.length, 50)
    for (const { ifname, altnames } of found) assert.deepEqual(altnames, [`my-app:${ifname}`])
  })

  it('does not mark the link of another that took the name meanwhile', async () => {
    const { nl, ip, sh } = place()
    const onProgress = () => sh('ip link add b0 type bridge')
    const topology = { links: { d0: { peer: { name: 'd1' } }, d1: {}, b0: { kind: 'bridge' } } } as const
    await assert.rejects(nl.applyTopology(topology, { owner, onError: 'stop', onProgress }), { code: 'EEXIST' })
    assert.equal(ip<{ altnames?: string[] }>('-j link show b0')[0]?.altnames, undefined)
  })
})
