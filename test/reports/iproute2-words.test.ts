import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { kinds } from '../../lib/link/kinds/index.ts'
import { port } from '../../lib/link/port.ts'
import { onePlace } from '../support/place.ts'

/** The words of a usage of iproute2: what stands in front of an argument, or alone between brackets. */
function wordsOf(command: readonly string[]): string[] {
  const { stderr, stdout } = spawnSync(command[0] as string, command.slice(1), { encoding: 'utf8' })
  const options = (stderr + stdout).replace(/\n\s*(Where|[A-Z][A-Z_-]+\s*:)[\s\S]*$/, '')
  const found = [...options.matchAll(/\[ ?(?:\{ )?(\[no\])?([a-z][a-z0-9_-]*)(?: \| ([a-z]+) \})?/g)]
  return found.flatMap(([, no, word = '', other]) => [word, ...(no ? [`no${word}`] : []), ...(other ? [other] : [])])
}

/** The rows of a table and of what its words name. */
interface Table {
  readonly rows: readonly { readonly key: string }[]
}

const tables: Readonly<Record<string, Table>> = {
  bareudp: kinds.bareudp?.table as Table,
  bond: kinds.bond?.table as Table,
  bridge: kinds.bridge?.table as Table,
  bridge_slave: port,
  geneve: kinds.geneve?.table as Table,
  macvlan: kinds.macvlan?.table as Table,
  vlan: kinds.vlan?.table as Table,
  vxlan: kinds.vxlan?.table as Table,
}

describe('words of iproute2', () => {
  const here = onePlace()

  /** What the batch builder says of these options; nothing is sent. */
  async function said(operation: 'createLink' | 'setLink' | 'addNeighbour', options: object): Promise<string> {
    const { nl } = here()
    const call =
      operation === 'setLink' ? nl.setLink('nobody', options) : nl[operation](options as { kind: string } & never)
    return call.then(
      () => 'nothing',
      (error: Error) => error.message,
    )
  }

  for (const [kind, table] of Object.entries(tables)) {
    it(`are answered with ours where they differ: ip link help ${kind}`, async () => {
      const words = wordsOf(['ip', 'link', 'help', kind]).filter((word) => word !== 'mode' && word !== 'macaddr')
      const own = new Set(table.rows.map(({ key }) => key))
      const nest = kind === 'bridge_slave' ? 'port' : 'data'
      for (const word of words.filter((one) => !own.has(one))) {
        const nested = nest === 'port' ? { port: { [word]: 1 } } : { kind, data: { [word]: 1 } }
        const message = await said(nest === 'port' ? 'setLink' : 'createLink', nested)
        const meant = message.match(/^\w+: `(?:data|port)\.[\w-]+` is `(?:data|port)\.(\w+)` here$/)?.[1]
        assert.ok(meant !== undefined && own.has(meant), `${kind} ${word}: ${message}`)
      }
      assert.ok(words.length > 0, `no word of ${kind}`)
    })
  }

  const links: Readonly<Record<string, string>> = {
    addrgenmode: 'afSpec.inet6.addrGenMode',
    allmulticast: 'allmulti',
    altname: 'altnames',
    arp: 'noarp',
    brd: 'broadcast',
    dev: 'name',
    gro_max_size: 'groMaxSize',
    gso_max_segs: 'gsoMaxSegs',
    gso_max_size: 'gsoMaxSize',
    lladdr: 'address',
    nomaster: 'master: null',
    mac: 'address',
    down: 'up: false',
    mode: 'linkmode',
    stp: 'data.stpState',
    numrxqueues: 'numRxQueues',
    numtxqueues: 'numTxQueues',
    parentdev: 'parentDevName',
    protodown: 'protoDown',
    protodown_reason: 'protoDownReason',
    token: 'afSpec.inet6.token',
    trailers: 'notrailers',
    txqueuelen: 'txqlen',
    vrf: 'master',
    xdpgeneric: 'xdp',
    hairpin: 'port.mode',
    fastleave: 'port.fastLeave',
    guard: 'port',
    isolated: 'port',
    learning: 'port',
    flood: 'port.unicastFlood',
    root_block: 'port.protect',
    mcast_router: 'port.multicastRouter',
    nobackup_port: 'port.backupPort',
    ageing: 'data',
    dstport: 'data.port',
    srcport: 'data.portRange',
    maxaddress: 'data.limit',
    remote: 'data',
    external: 'data.collectMetadata',
    ageing_time: 'data.ageingTime',
    vlan_filtering: 'data.vlanFiltering',
    group_address: 'data.groupAddr',
    no_linklocal_learn: 'data.multiBoolopt',
    'egress-qos-map': 'data.egressQos',
    bcqueuelen: 'data.bcQueueLen',
  }
  for (const [word, ours] of Object.entries(links)) {
    it(`are answered with ours in a change of a link: ${word}`, async () => {
      const place = /^(port|data)$/.test(ours) ? `belongs in \`${ours}\`` : `is \`${ours}\` here`
      assert.equal(await said('setLink', { [word]: 1 }), `setLink: \`${word}\` ${place}`)
    })
  }

  it('are answered with the switch where a state is given as a word of it', async () => {
    assert.equal(await said('setLink', { state: 'up' }), 'setLink: `state` is `up: true` here')
    assert.equal(await said('setLink', { state: 'down' }), 'setLink: `state` is `up: false` here')
    assert.equal(await said('setLink', { state: 'dormant' }), 'setLink: `state` is `operstate` here')
  })

  it('are answered with their path where they lie in a nest', async () => {
    const vxlan = { name: 'x0', kind: 'vxlan' }
    assert.equal(await said('createLink', { ...vxlan, data: { vni: 5 } }), 'createLink: `data.vni` is `data.id` here')
    assert.equal(await said('setLink', { port: { hairpin: true } }), 'setLink: `port.hairpin` is `port.mode` here')
    const peer = { peer: { mac: '02:00:00:00:00:01' } }
    await assert.rejects(here().nl.createVeth({ name: 'x0', ...peer } as never), {
      message: 'createVeth: `peer.mac` is `peer.address` here',
    })
    const address = { link: 'lo', address: '10.1.0.1', cacheinfo: { valid_lft: 5 } }
    await assert.rejects(here().nl.addAddress(address as never), {
      message: 'addAddress: `cacheinfo.valid_lft` is `cacheinfo.valid` here',
    })
  })

  it('are answered by the kind where that is known', async () => {
    const vxlan = { name: 'x0', kind: 'vxlan' }
    assert.equal(await said('createLink', { ...vxlan, dev: 'eth0' }), 'createLink: `dev` is `data.link` here')
    assert.equal(await said('createLink', { ...vxlan, learning: true }), 'createLink: `learning` belongs in `data`')
    assert.equal(await said('createLink', { ...vxlan, id: 5 }), 'createLink: `id` belongs in `data`')
    const vlan = { name: 'x0', kind: 'vlan', link: 'lo' }
    assert.equal(await said('createLink', { ...vlan, proto: '802.1q' }), 'createLink: `proto` is `data.protocol` here')
    for (const word of ['vid', 'vlan'])
      assert.equal(await said('createLink', { ...vlan, [word]: 5 }), `createLink: \`${word}\` is \`data.id\` here`)
    for (const kind of ['ipvlan', 'ipvtap', 'macvlan', 'macvtap', 'vlan', 'vxlan']) {
      for (const word of ['dev', 'parent']) {
        const ours = kind === 'vxlan' ? 'data.link' : 'link'
        assert.equal(await said('createLink', { kind, [word]: 'lo' }), `createLink: \`${word}\` is \`${ours}\` here`)
      }
    }
    for (const kind of ['ipvlan', 'ipvtap', 'macvlan', 'macvtap'])
      assert.equal(await said('createLink', { kind, mode: 'l2' }), 'createLink: `mode` belongs in `data`')
    assert.equal(await said('createLink', { kind: 'bridge', stp: 1 }), 'createLink: `stp` is `data.stpState` here')
    assert.match(await said('createLink', { name: 'x0', type: 'bridge' }), /^createLink: kind is missing; `type` of/)
  })

  const neighbours: Readonly<Record<string, string>> = {
    dev: 'link',
    nud: 'state',
    to: 'dst',
    router: 'flags',
    use: 'flags',
    extern_learn: 'flags',
    proxy: 'flags',
    self: 'flags',
    sticky: 'flags',
    managed: 'flagsExt',
    proto: 'protocol',
    nhid: 'nhId',
    src_vni: 'srcVni',
    via: 'ifindex',
    static: 'state',
    local: 'state',
    dynamic: 'state',
    norefresh: 'fdbExtAttrs',
    mac: 'lladdr',
  }
  for (const [word, ours] of Object.entries(neighbours)) {
    it(`are answered with ours in an entry: ${word}`, async () => {
      const entry = { link: 'lo', dst: '10.0.0.1', [word]: 1 }
      assert.equal(await said('addNeighbour', entry), `addNeighbour: \`${word}\` is \`${ours}\` here`)
    })
  }
})
