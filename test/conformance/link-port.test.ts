import assert from 'node:assert/strict'
import type { Netlink } from '../../lib/index.ts'
import { port } from '../../lib/link/port.ts'
import { needs } from '../support/needs.ts'
import { openPlace } from '../support/place.ts'
import { until } from '../support/until.ts'
import { agree, type Case, rowless } from './support/link-case.ts'

const newer = 'newer than iproute2 6.1'

function flag(row: string, word: string, on: boolean, json = word): Case {
  return { row, ours: on, ip: `${word} ${on ? 'on' : 'off'}`, json, shown: on }
}

async function make(nl: Netlink, name: string, settings: object): Promise<void> {
  await nl.createVeth({ name, master: 'br0', port: settings })
}

function bridgeId(shown: string): string {
  const [priority, address = ''] = shown.split('.')
  return `${priority}.${address
    .split(':')
    .map((byte) => byte.padStart(2, '0'))
    .join(':')}`
}

const seconds = (shown: number) => Math.round(shown * 100)
const truth = (shown: number) => shown !== 0

describe('ports of bridges and ip', () => {
  needs('bridge', 'veth')
  agree({
    table: port,
    script:
      'ip link add br0 type bridge; ip link set br0 up; ip link add b0 index 50 type veth peer name b1; ip link set b0 master br0',
    make,
    ip: (link, words) =>
      `ip link add ${link} type veth; ip link set ${link} master br0; ip link set ${link} type bridge_slave ${words}`,
    ours: (link) => link.port,
    shown: (json) => json.linkinfo?.info_slave_data as typeof json,
    cases: [
      { row: 'priority', ours: 9, ip: 'priority 9', json: 'priority', shown: 9 },
      { row: 'cost', ours: 7, ip: 'cost 7', json: 'cost', shown: 7 },
      flag('mode', 'hairpin', true),
      flag('guard', 'guard', true),
      flag('protect', 'root_block', true),
      flag('fastLeave', 'fastleave', true),
      flag('learning', 'learning', false),
      flag('unicastFlood', 'flood', false),
      flag('proxyarp', 'proxy_arp', true),
      flag('proxyarpWifi', 'proxy_arp_wifi', true),
      { row: 'multicastRouter', ours: 'perm', ip: 'mcast_router 2', json: 'multicast_router', shown: 2 },
      flag('mcastFlood', 'mcast_flood', false),
      flag('mcastToUcast', 'mcast_to_unicast', true),
      flag('vlanTunnel', 'vlan_tunnel', true),
      flag('bcastFlood', 'bcast_flood', false),
      { row: 'groupFwdMask', ours: 8, ip: 'group_fwd_mask 8', json: 'group_fwd_mask', shown: '0x8' },
      flag('neighSuppress', 'neigh_suppress', true),
      flag('isolated', 'isolated', true),
      { row: 'backupPort', ours: 'b0', listed: 50, ip: 'backup_port b0', json: 'backup_port', shown: 'b0' },
      flag('locked', 'locked', true),
    ],
    kept: [
      { row: 'mcastEhtHostsLimit', ours: 7, why: 'ip shows it nowhere' },
      { row: 'mab', ours: true, beside: { locked: true }, why: newer, since: 'linux 6.2' },
      { row: 'mcastMaxGroups', ours: 9, why: newer, since: 'linux 6.3' },
      { row: 'neighVlanSuppress', ours: true, why: newer, since: 'linux 6.4' },
      { row: 'backupNhid', ours: 5, beside: { backupPort: 'b0' }, why: newer, since: 'linux 6.6' },
    ],
    told: [
      { row: 'state', json: 'state' },
      { row: 'rootId', json: 'root_id', as: bridgeId },
      { row: 'bridgeId', json: 'bridge_id', as: bridgeId },
      { row: 'designatedPort', json: 'designated_port' },
      { row: 'designatedCost', json: 'designated_cost' },
      { row: 'id', json: 'id', as: Number },
      { row: 'no', json: 'no', as: Number },
      { row: 'topologyChangeAck', json: 'topology_change_ack', as: truth },
      { row: 'configPending', json: 'config_pending', as: truth },
      { row: 'messageAgeTimer', json: 'message_age_timer', as: seconds },
      { row: 'forwardDelayTimer', json: 'forward_delay_timer', as: seconds },
      { row: 'holdTimer', json: 'hold_timer', as: seconds },
    ],
    left: {
      learningSync: 'for hardware learning; the test kernel does not report it',
      flush: 'an order, which leaves nothing to show',
      mrpRingOpen: 'ip shows it nowhere; only a ring sets it',
      mrpInOpen: 'ip shows it nowhere; only a ring sets it',
      mcastEhtHostsCnt: 'ip shows it nowhere; a number that no program sets',
      neighForwardGrat: 'newer than the kernels of the tests',
      mcastNGroups: 'newer than iproute2 6.1; a number that no program sets',
    },
  })

  it('a state is understood: the kernel refuses to let a port forward that is down', async () => {
    const place = await openPlace('ip link add br0 type bridge; ip link add v0 type veth; ip link set v0 master br0 up')
    // The kernel notices later that the other end is down.
    await until('the carrier is lost', () => place.run('ip link show v0').includes('NO-CARRIER'))
    await place.nl.setLink('v0', { port: { state: 'disabled' } })
    await assert.rejects(place.nl.setLink('v0', { port: { state: 'forwarding' } }), { code: 'ENETDOWN' })
    await place.close()
  })

  it('no constant of the header lacks a row', () => {
    assert.deepEqual(rowless(port), [])
  })
})
