import assert from 'node:assert/strict'
import { kinds } from '../../../lib/link/kinds/index.ts'
import { needs } from '../../support/needs.ts'
import { onePlace } from '../../support/place.ts'
import { agree, type Case, type Rows, rowless, tableOf } from '../support/link-case.ts'

const LINKS = `
  ip link add d0 index 20 type dummy
  ip link add d1 index 21 type dummy
`

function number(row: string, word: string, ours: number, beside: object = {}, ip = '', json = word): Case {
  return { row, ours, beside, ip: `${ip} ${word} ${ours}`, json, shown: ours }
}

function named(row: string, word: string, ours: string, beside: object = {}, ip = '', json = word): Case {
  return { row, ours, beside, ip: `${ip} ${word} ${ours}`, json, shown: ours }
}

function flag(row: string, word: string, ours: boolean, beside: object = {}, ip = '', json = word): Case {
  return { row, ours, beside, ip: `${ip} ${word} ${ours ? 1 : 0}`, json, shown: ours ? 1 : 0 }
}

const BACKUP = { mode: 'active-backup' }
const LACP = { mode: '802.3ad' }
const ARP = { arpInterval: 100, arpIpTarget: ['10.0.0.9'] }
const ARP_WORDS = 'arp_interval 100 arp_ip_target 10.0.0.9'
const MODES = ['balance-rr', 'active-backup', 'balance-xor', 'broadcast', '802.3ad', 'balance-tlb', 'balance-alb']

describe('bonds and ip', () => {
  needs('bond')
  agree({
    kind: 'bond',
    script: LINKS,
    make: (nl, name, data) => nl.createBond({ name, data }),
    ip: (link, words) => `ip link add ${link} type bond ${words}`,
    ours: ({ data }) => data,
    shown: (json) => json.linkinfo?.info_data as typeof json,
    cases: [
      ...MODES.map((mode) => named('mode', 'mode', mode)),
      number('miimon', 'miimon', 100),
      number('updelay', 'updelay', 200, { miimon: 100 }, 'miimon 100'),
      number('downdelay', 'downdelay', 200, { miimon: 100 }, 'miimon 100'),
      number('peerNotifDelay', 'peer_notify_delay', 200, { miimon: 100 }, 'miimon 100'),
      flag('useCarrier', 'use_carrier', true),
      number('arpInterval', 'arp_interval', 100, { arpIpTarget: ['10.0.0.9'] }, 'arp_ip_target 10.0.0.9'),
      {
        row: 'arpIpTarget',
        ours: ['10.0.0.8', '10.0.0.9'],
        beside: { arpInterval: 100 },
        ip: 'arp_interval 100 arp_ip_target 10.0.0.8,10.0.0.9',
        json: 'arp_ip_target',
        shown: ['10.0.0.8', '10.0.0.9'],
      },
      ...['active', 'backup', 'all', 'filter', 'filter_active', 'filter_backup'].map((word) =>
        named('arpValidate', 'arp_validate', word, { ...BACKUP, ...ARP }, `mode active-backup ${ARP_WORDS}`),
      ),
      named('arpAllTargets', 'arp_all_targets', 'all'),
      ...['always', 'better', 'failure'].map((word) =>
        named('primaryReselect', 'primary_reselect', word, BACKUP, 'mode active-backup'),
      ),
      ...['none', 'active', 'follow'].map((word) =>
        named('failOverMac', 'fail_over_mac', word, BACKUP, 'mode active-backup'),
      ),
      ...['layer2', 'layer3+4', 'layer2+3', 'encap2+3', 'encap3+4', 'vlan+srcmac'].map((word) =>
        named('xmitHashPolicy', 'xmit_hash_policy', word, { mode: 'balance-xor' }, 'mode balance-xor'),
      ),
      number('resendIgmp', 'resend_igmp', 5),
      number('numPeerNotif', 'num_grat_arp', 5, {}, '', 'num_peer_notif'),
      flag('allSlavesActive', 'all_slaves_active', true),
      number('minLinks', 'min_links', 2),
      number('lpInterval', 'lp_interval', 3),
      number('packetsPerSlave', 'packets_per_slave', 4),
      named('adLacpRate', 'lacp_rate', 'fast', LACP, 'mode 802.3ad', 'ad_lacp_rate'),
      {
        row: 'adLacpActive',
        ours: false,
        beside: LACP,
        ip: 'mode 802.3ad lacp_active off',
        json: 'ad_lacp_active',
        shown: 'off',
      },
      ...['stable', 'bandwidth', 'count'].map((word) => named('adSelect', 'ad_select', word, LACP, 'mode 802.3ad')),
      number('adActorSysPrio', 'ad_actor_sys_prio', 77, LACP, 'mode 802.3ad'),
      number('adUserPortKey', 'ad_user_port_key', 88, LACP, 'mode 802.3ad'),
      named('adActorSystem', 'ad_actor_system', '02:00:00:00:00:99', LACP, 'mode 802.3ad'),
      flag('tlbDynamicLb', 'tlb_dynamic_lb', false, { mode: 'balance-tlb' }, 'mode balance-tlb'),
      number('missedMax', 'arp_missed_max', 7, ARP, ARP_WORDS),
      {
        row: 'nsIp6Target',
        ours: ['fd00::8', 'fd00::9'],
        beside: { arpInterval: 100 },
        ip: 'arp_interval 100 ns_ip6_target fd00::8,fd00::9',
        json: 'ns_ip6_target',
        shown: ['fd00::8', 'fd00::9'],
      },
    ],
    kept: [
      { row: 'coupledControl', ours: false, beside: LACP, why: 'newer than iproute2 6.1', since: 'linux 6.9' },
      { row: 'broadcastNeigh', ours: true, beside: LACP, why: 'newer than iproute2 6.1', since: 'linux 6.17' },
      { row: 'lacpStrict', ours: true, beside: LACP, why: 'newer than iproute2 6.1', since: 'linux 7.1' },
    ],
    told: [],
    left: {
      activeSlave: 'a port, which a new bond does not have, below',
      primary: 'reported once the link is a port, below',
      adInfo: 'of a bond whose ports have a partner, below',
    },
  })

  it('no constant of the header lacks a row', () => {
    assert.deepEqual(rowless(tableOf('bond')), [])
  })
})

describe('ports of a bond and ip', () => {
  needs('bond')
  const here = onePlace(LINKS)

  async function join(data: object): Promise<void> {
    const { nl } = here()
    await nl.createBond({ name: 'b0', up: true, data })
    await nl.setLink('d0', { up: false, master: 'b0' })
    await nl.setLink('d0', { up: true })
  }

  afterEach(async () => {
    await here().nl.deleteLink('b0')
  })

  const slave = () => here().ip('-j -d link show dev d0')[0]?.linkinfo?.info_slave_data

  it('agree on what can be set: by us', async () => {
    await join({ mode: 'active-backup', miimon: 50 })
    const { queueId, prio } = { queueId: 3, prio: -5 }
    await here().nl.setLink('d0', { portKind: 'bond', port: { queueId, prio } })
    assert.deepEqual([slave()?.queue_id, slave()?.prio], [queueId, prio])
    const { port } = await here().nl.getLink('d0')
    assert.deepEqual([port?.queueId, port?.prio], [queueId, prio])
  })

  it('agree on what can be set: by ip', async () => {
    await join({ mode: 'active-backup', miimon: 50 })
    here().run('ip link set dev d0 type bond_slave queue_id 4 prio 6')
    const { port, portKind } = await here().nl.getLink('d0')
    assert.deepEqual([portKind, port?.queueId, port?.prio], ['bond', 4, 6])
  })

  it('agree on the state, and on the active port', async () => {
    await join({ mode: 'active-backup', miimon: 50, primary: 'd0' })
    const { port } = await here().nl.getLink('d0')
    const shown = slave()
    assert.deepEqual([port?.state, port?.miiStatus], ['active', 'up'])
    assert.deepEqual([shown?.state, shown?.mii_status], ['ACTIVE', 'UP'])
    assert.deepEqual([port?.permHwaddr, port?.linkFailureCount], [shown?.perm_hwaddr, shown?.link_failure_count])
    const bond = await here().nl.getLink('b0')
    assert.deepEqual([bond.data?.activeSlave, bond.data?.primary], [20, 20])
    await here().nl.setLink('b0', { data: { activeSlave: 'd0', primary: null } })
    assert.equal((await here().nl.getLink('b0')).data?.primary, undefined)
  })

  it('agree on LACP', async () => {
    await join({ mode: '802.3ad', miimon: 50 })
    const [found, bond] = [await here().nl.getLink('d0'), await here().nl.getLink('b0')]
    const shown = slave()
    assert.equal(found.port?.adAggregatorId, shown?.ad_aggregator_id)
    assert.equal(bitsOf(found.port?.adActorOperPortState ?? []), shown?.ad_actor_oper_port_state)
    const info = here().ip('-j -d link show dev b0')[0]?.linkinfo?.info_data?.ad_info
    assert.deepEqual(
      [bond.data?.adInfo?.aggregator, bond.data?.adInfo?.numPorts, bond.data?.adInfo?.actorKey],
      [info?.aggregator, info?.num_ports, info?.actor_key],
    )
    assert.deepEqual(
      [bond.data?.adInfo?.partnerKey, bond.data?.adInfo?.partnerMac],
      [info?.partner_key, info?.partner_mac],
    )
  })

  it('the listed bond can be made again', async () => {
    for (const mode of MODES) {
      const { nl } = here()
      await nl.createBond({ name: 'b0', data: { mode: mode as 'broadcast' } })
      const bond = await nl.getLink('b0')
      await nl.deleteLink('b0')
      const again = await nl.createBond(bond as never)
      assert.deepEqual((await nl.getLink('b0')).data, bond.data, mode)
      if (mode !== MODES.at(-1)) await nl.deleteLink(again)
    }
  })

  it('no constant of the header lacks a row', async () => {
    await join({})
    assert.deepEqual(rowless(kinds.bond?.port as Rows), [])
  })
})

/** LACP_STATE_* of include/uapi/linux/if_bonding.h, in their order. */
const LACP_STATES = [
  ...['lacp_activity', 'lacp_timeout', 'aggregation', 'synchronization'],
  ...['collecting', 'distributing', 'defaulted', 'expired'],
]

/** The number that `ip` shows. */
function bitsOf(words: readonly (string | number)[]): number {
  return words.reduce<number>((bits, word) => bits | (1 << LACP_STATES.indexOf(String(word))), 0)
}
