import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createNetwork, type Network, type NetworkOptions } from '../../lib/container/index.ts'
import { removeUnfinished } from '../../lib/container/network/unfinished.ts'
import { createNetns } from '../../lib/index.ts'
import { runHook } from '../../lib/oci/index.ts'
import { inventory } from '../support/inventory.ts'
import { needs } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'
import { among, runSteps } from '../support/steps.ts'
import { until } from '../support/until.ts'

const STATE = '/run/netlink-ts'

/** A container: a process in a namespace of its own. */
interface Container {
  readonly id: string
  readonly pid: number
  kill(): Promise<void>
}

/** An IPAM plugin that keeps a file for each address that it has given out. */
const IPAM = `#!/bin/sh
cat >/dev/null
lease=$(dirname "$0")/leases/$CNI_CONTAINERID-$CNI_IFNAME
case $CNI_COMMAND in
  ADD) echo taken >"$lease"; echo '{"cniVersion":"1.0.0","ips":[{"address":"172.30.0.9/24","gateway":"172.30.0.1"}]}' ;;
  DEL) rm -f "$lease" ;;
esac
`

describe('an engine whose plugin was killed at any step', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const place = eachPlace('ip link set lo up')
  let folder: string
  const containers: Container[] = []

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
    mkdirSync(join(folder, 'leases'))
    writeFileSync(join(folder, 'kept'), IPAM, { mode: 0o755 })
  })
  afterEach(async () => {
    for (const container of containers.splice(0)) await container.kill()
    rmSync(folder, { recursive: true })
  })

  async function startContainer(id: string): Promise<Container> {
    const netns = await createNetns()
    const child = netns.spawn('sleep', ['1000'], { stdio: 'ignore' })
    const kill = async () => {
      child.kill('SIGKILL')
      await netns.close()
    }
    const container = { id, pid: child.pid as number, kill }
    containers.push(container)
    return container
  }

  /** Ends a container. The kernel removes its namespace, and the links in it, some time after its last process. */
  async function end(container: Container): Promise<void> {
    await container.kill()
    await until('the end of its links', () => !place().run('ip link').includes('link-netnsid'))
  }

  /** As `netlink-ts collect` does. */
  async function collect(name: string): Promise<void> {
    const netns = place().path
    await removeUnfinished({ netns })
    if (existsSync(join(STATE, name))) await use({ name, netns }, (network) => network.collect())
  }

  const remove = (name: string) => use({ name, netns: place().path }, (network) => network.delete())

  async function use(options: NetworkOptions, fn: (network: Network) => Promise<unknown>): Promise<void> {
    const network = await createNetwork(options)
    await fn(network)
    await network.close()
  }

  const all = () => inventory(place().path, [STATE, folder])
  const program = join(import.meta.dirname, 'programs', 'engine-step.ts')
  const run = (action: string, options: object, last?: number) =>
    runSteps(program, [action, JSON.stringify(options)], last === undefined ? '' : String(last), [
      'nsenter',
      `--net=${place().path}`,
    ])

  const stateOf = ({ id, pid }: Container, status: 'created' | 'stopped') => ({
    ...{ id, pid, status },
    annotations: { 'netlink-ts.ports': '8000:80,0:81' },
  })
  const hook = (container: Container, status: 'created' | 'stopped', last?: number) =>
    run('hook', { state: stateOf(container, status) }, last)
  const whole = (container: Container, status: 'created' | 'stopped') =>
    runHook(stateOf(container, status), { netns: place().path })

  /** As a runtime: with or without addresses of another plugin. */
  const cni = (command: string, { id, pid }: Container, ipam: boolean, last?: number) => {
    const addresses = ipam ? { ipam: { type: 'kept' } } : { subnet: '172.30.0.0/24' }
    const ports = { portMappings: [{ hostPort: 8000, containerPort: 80 }] }
    const netns = command === 'DEL' ? '' : `/proc/${pid}/ns/net`
    const variables = {
      CNI_COMMAND: command,
      CNI_CONTAINERID: id,
      CNI_NETNS: netns,
      CNI_IFNAME: 'eth0',
      CNI_PATH: folder,
    }
    const config = { cniVersion: '1.0.0', name: 'cni0', type: 'netlink-ts', ...addresses, runtimeConfig: ports }
    return run('cni', { env: variables, config }, last)
  }

  it('leaves to collect what the hook leaves that attaches', async function () {
    this.timeout(480_000)
    const none = all()
    const first = await startContainer('c0')
    const steps = hook(first, 'created')
    assert.ok(steps >= 12, String(steps))
    await whole(first, 'stopped')
    const bare = all()
    await remove('netlink-ts0')
    assert.deepEqual(all(), none)
    for (const last of among(steps)) {
      const container = await startContainer(`c${last}`)
      hook(container, 'created', last)
      await end(container)
      await collect('netlink-ts0')
      const left = all()
      const isThere = left.length > none.length
      assert.deepEqual(left, isThere ? bare : none, `step ${last} of ${steps}`)
      if (isThere) await remove('netlink-ts0')
      assert.deepEqual(all(), none, `step ${last} of ${steps}`)
    }
  })

  it('leaves to collect what the hook leaves that detaches', async function () {
    this.timeout(480_000)
    const none = all()
    const first = await startContainer('c0')
    await whole(first, 'created')
    const steps = hook(first, 'stopped')
    assert.ok(steps >= 2, String(steps))
    const bare = all()
    for (const last of among(steps)) {
      const container = await startContainer(`c${last}`)
      await whole(container, 'created')
      await end(container)
      hook(container, 'stopped', last)
      await collect('netlink-ts0')
      assert.deepEqual(all(), bare, `step ${last} of ${steps}`)
    }
    await remove('netlink-ts0')
    assert.deepEqual(all(), none)
  })

  for (const ipam of [false, true]) {
    const whose = ipam ? ' with addresses of an IPAM plugin' : ''

    it(`leaves to DEL and collect what ADD leaves${whose}`, async function () {
      this.timeout(480_000)
      const none = all()
      const first = await startContainer('c0')
      const steps = cni('ADD', first, ipam)
      assert.ok(steps >= 12, String(steps))
      cni('DEL', first, ipam)
      const bare = all()
      await remove('cni0')
      assert.deepEqual(all(), none)
      for (const last of among(steps)) {
        const container = await startContainer(`c${last}`)
        cni('ADD', container, ipam, last)
        cni('DEL', container, ipam)
        await collect('cni0')
        const left = all()
        const isThere = left.length > none.length
        assert.deepEqual(left, isThere ? bare : none, `step ${last} of ${steps}`)
        if (isThere) await remove('cni0')
        assert.deepEqual(all(), none, `step ${last} of ${steps}`)
      }
    })

    it(`leaves to another DEL what DEL leaves${whose}`, async function () {
      this.timeout(480_000)
      const none = all()
      const first = await startContainer('c0')
      cni('ADD', first, ipam)
      const steps = cni('DEL', first, ipam)
      assert.ok(steps >= 2, String(steps))
      const bare = all()
      for (const last of among(steps)) {
        const container = await startContainer(`c${last}`)
        cni('ADD', container, ipam)
        cni('DEL', container, ipam, last)
        cni('DEL', container, ipam)
        assert.deepEqual(all(), bare, `step ${last} of ${steps}`)
        await end(container)
      }
      await remove('cni0')
      assert.deepEqual(all(), none)
    })
  }
})
