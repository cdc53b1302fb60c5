import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readlinkSync } from 'node:fs'
import { deleteNetns, type Watch } from '../../lib/index.ts'
import { foreign } from '../support/answer.ts'
import { needs } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'
import { name as unique } from '../support/unique.ts'
import { until } from '../support/until.ts'
import { Events } from './support/events.ts'

const OPTIONS = { netns: 'all', links: true, routes: { family: 'inet' } } as const

describe("a watch with netns: 'all'", () => {
  needs('bridge')
  const here = eachPlace('ip link set lo up')
  const names: string[] = []
  let child: ChildProcess | undefined

  afterEach(async () => {
    child?.kill()
    if (child?.exitCode === null) await once(child, 'exit')
    child = undefined
    for (const name of names.splice(0)) await deleteNetns(name).catch(() => undefined)
  })

  const isOver = (name: string, netns: string) => `ip -n ${name} link add b0 type bridge; ip -n ${name} link set b0 up;
    ip -n ${name} addr add 10.${netns}.0.1/24 dev b0; ip -n ${name} route add 10.${netns}.9.0/24 via 10.${netns}.0.2;`

  /** A namespace with a process, a bridge and routes. */
  async function inhabited(): Promise<string> {
    const name = unique('n')
    names.push(name)
    here().sh(`ip netns add ${name}; ip netns set ${name} 91; ip -n ${name} link set lo up; ${isOver(name, '1')}`)
    const netns = `/run/netns/${name}`
    child = spawn('nsenter', [`--net=${netns}`, 'sleep', '600'], { env: foreign() as NodeJS.ProcessEnv })
    const inside = readlinkSync(`/proc/${process.pid}/ns/net`)
    await until('the process', () => readlinkSync(`/proc/${child?.pid}/ns/net`) !== inside)
    return name
  }

  const routesOf = (watch: Watch) =>
    watch.namespaces
      .find(({ nsid }) => nsid === 91)
      ?.routes.map(({ dst }) => dst)
      .sort()

  it('reads the routes of a namespace that has lost its name by a process in it', async () => {
    const { nl, sh } = here()
    const name = await inhabited()
    await using watch = nl.watch(OPTIONS)
    const events = new Events(watch)
    await events.since()
    assert.deepEqual(routesOf(watch), ['10.1.0.0/24', '10.1.9.0/24'])
    // IPv4 routes have no event when their link goes down, so that they are listed.
    sh(`ip netns del ${name}; nsenter --net=/proc/${child?.pid}/ns/net ip link set b0 down`)
    await events.since()
    assert.deepEqual(routesOf(watch), [])
    assert.ok(watch.namespaces.some(({ nsid, links }) => nsid === 91 && links.size === 2))
  })

  it('does not take the namespace that has a name now for the one that had it before', async () => {
    const { nl, sh } = here()
    const name = await inhabited()
    await using watch = nl.watch(OPTIONS)
    const events = new Events(watch)
    await events.since()
    sh(`ip netns del ${name}; ip netns add ${name}; ${isOver(name, '2')}
      nsenter --net=/proc/${child?.pid}/ns/net ip route flush via 10.1.0.2
      nsenter --net=/proc/${child?.pid}/ns/net ip link set b0 down`)
    await events.since()
    assert.deepEqual(routesOf(watch), [])
    const named = watch.namespaces.find((one) => one.name === name && one.nsid !== 91)
    assert.deepEqual(named?.routes.map(({ dst }) => dst).sort(), ['10.2.0.0/24', '10.2.9.0/24'])
  })

  it('has the namespaces whose events were lost when it says so', async () => {
    const { nl, sh } = here()
    await using watch = nl.watch({ ...OPTIONS, buffer: 4096 })
    await watch.caughtUp()
    const all = Array.from({ length: 40 }, () => unique('n'))
    names.push(...all)
    const noise = Array.from({ length: 200 }, (_, i) => `link set lo mtu ${2000 + i}`).join('\n')
    const found = (async () => {
      for await (const event of watch) {
        if (event.type !== 'synced' || !event.lost) continue
        return watch.namespaces.filter(({ name }) => all.includes(`${name}`))
      }
      return []
    })()
    await new Promise((resolve) => setImmediate(resolve))
    // This thread reads nothing meanwhile.
    sh(`ip -batch - <<END\n${noise}\nEND\nfor n in ${all.join(' ')}; do ip netns add $n; done`)
    const namespaces = await found
    assert.equal(namespaces.length, all.length)
    assert.deepEqual(
      namespaces.map(({ links }) => links.size),
      all.map(() => 1),
    )
  })
})
