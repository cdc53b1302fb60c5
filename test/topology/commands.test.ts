import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import type { Plan, PlanStep, Topology } from '../../lib/index.ts'
import { missing } from '../support/features.ts'
import { needs } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'
import { name as unique } from '../support/unique.ts'
import { random } from '../watch/support/random.ts'
import { LINKS } from './support/link-stages.ts'
import { OBJECTS } from './support/object-stages.ts'
import { randomTables } from './support/tables.ts'
import { randomTopology } from './support/topologies.ts'

const owner = { protocol: 77, tag: 'my-app' }
const SEED = Number(process.env.NETLINK_TS_SEED ?? 14)

/** Major and minor version of iproute2. */
const [, major = 0, minor = 0] =
  /iproute2-(\d+)\.(\d+)/.exec(spawnSync('ip', ['-V'], { encoding: 'utf8' }).stdout) ?? []
const hasAddressProtocol = Number(major) * 100 + Number(minor) >= 604

/**
 * The commands as this iproute2 has them: before 6.4, addresses have no protocol. What is deleted may be gone already, as the addresses of IPv6 on a link
 * that went down.
 */
function script(plan: Plan): string {
  const text = String(plan).replaceAll(/^ip .*(?:address|route|neighbour) del .*$/gm, '$& || :')
  return hasAddressProtocol ? text : text.replaceAll(/^(ip (?:-n \S+ )?address (?:add|replace) .*) proto \S+$/gm, '$1')
}

/** What docs/topology.md says of the commands: an old `ip` cannot give addresses their protocol, nor an old `nft` tables their comment. */
function isDocumented({ verb, fields }: PlanStep): boolean {
  if (verb === 'apply') return fields?.join() === 'table'
  return !hasAddressProtocol && verb === 'replaceAddress' && fields?.join() === 'proto'
}

/** One change may undo another: the next plan contains what is missing then. */
const MOST_PLANS = 4

describe('the commands of a plan, executed by ip, sysctl and nft', () => {
  const here = eachPlace()

  /** Executes a plan; then nothing differs. */
  async function execute(topology: Topology): Promise<void> {
    const { nl, sh } = here()
    const options = { owner, force: true }
    const texts: string[] = []
    let left = await nl.planTopology(topology, options)
    for (let i = 0; i < MOST_PLANS && left.steps.some((step) => !isDocumented(step)); i++) {
      const text = script(left)
      texts.push(text)
      sh(text)
      left = await nl.planTopology(topology, options)
    }
    const others = left.steps.filter((step) => !isDocumented(step))
    assert.deepEqual(
      others.map(({ subject, fields, command }) => [subject, fields, command]),
      [],
      texts.join('\n'),
    )
    await nl.runPlan(left)
    assert.deepEqual(await nl.checkTopology(topology, { owner }), [])
  }

  for (const [what, features, ...stages] of [...LINKS, ...OBJECTS]) {
    it(what, async function () {
      if (features.some((feature) => missing(feature) !== undefined)) this.skip()
      for (const stage of stages) await execute(stage as Topology)
    })
  }

  it('of namespaces and cables between them', async () => {
    const [one, two] = [unique('c'), unique('c')]
    const eth = { up: true, afSpec: { inet6: { addrGenMode: 'none' } } } as const
    const space = (i: number) => ({
      links: { lo: { up: true }, eth0: { ...eth, addresses: [`10.1.0.${i}/24`] } },
      routes: [{ dst: 'default', gateway: '10.1.0.1' }],
      sysctls: { 'net.ipv4.ip_forward': 1, 'net.ipv4.conf.eth0.forwarding': 0 },
    })
    const bridge = { kind: 'bridge', ...eth, addresses: ['10.1.0.1/24'] } as const
    const cable = (netns: string) => ({ peer: { netns, name: 'eth0' }, master: 'br0', ...eth })
    await execute({
      links: { br0: bridge, v1: cable(one), v2: cable(two) },
      namespaces: { [one]: space(2), [two]: space(3) },
    })
    await execute({ links: { br0: bridge, v1: cable(one) }, namespaces: { [one]: space(4), [two]: { absent: true } } })
    await execute({ links: {}, namespaces: { [one]: { absent: true } } })
  })

  for (let seed = SEED * 1000; seed < SEED * 1000 + 6; seed++) {
    it(`of topologies in turn (seed ${seed})`, async () => {
      const pick = random(seed)
      for (let i = 0; i < 3; i++) await execute(randomTopology(pick))
      await execute({ links: {}, routes: [], rules: [], neighbours: [], nexthops: [] })
    })
  }

  describe('of tables', () => {
    needs('command nft', 'nftables')
    for (let seed = SEED * 1000; seed < SEED * 1000 + 6; seed++) {
      it(`in turn (seed ${seed})`, async () => {
        const pick = random(seed)
        for (let i = 0; i < 3; i++) await execute({ nftables: randomTables(pick) })
      })
    }
  })
})
