import assert from 'node:assert/strict'
import { needs } from '../../support/needs.ts'
import { agree, type Case, rowless, tableOf } from '../support/link-case.ts'

/** A u8 that is a switch: ip shows its number. */
function flag(row: string, word: string, on: boolean, json = word): Case {
  return { row, ours: on, ip: `${word} ${on ? 1 : 0}`, json, shown: on ? 1 : 0 }
}

/** A time in hundredths of a second, 64 bits wide. */
function interval(row: string, word: string, json: string, ours: number): Case {
  return { row, ours, ip: `${word} ${ours}`, json, shown: Number(ours) }
}

function number(row: string, word: string, ours: number, json = word): Case {
  return { row, ours, ip: `${word} ${ours}`, json, shown: ours }
}

/** `8000.2:0:0:0:0:1` as we have it. */
function bridgeId(shown: string): string {
  const [priority, address = ''] = shown.split('.')
  const bytes = address.split(':').map((byte) => byte.padStart(2, '0'))
  return `${priority}.${bytes.join(':')}`
}

const seconds = (shown: number) => Math.round(shown * 100)
const truth = (shown: number) => shown !== 0
const vlans = 'the kernel of the tests has no VLAN filtering on bridges'

describe('bridges and ip', () => {
  needs('bridge')
  agree({
    kind: 'bridge',
    script: '',
    make: (nl, name, data) => nl.createBridge({ name, address: '02:00:00:00:00:0b', data }),
    ip: (link, words) => `ip link add ${link} address 02:00:00:00:00:0b type bridge ${words}`,
    ours: ({ data }) => data,
    shown: (json) => json.linkinfo?.info_data as typeof json,
    cases: [
      number('forwardDelay', 'forward_delay', 400),
      number('helloTime', 'hello_time', 150),
      number('maxAge', 'max_age', 1500),
      number('ageingTime', 'ageing_time', 20000),
      number('stpState', 'stp_state', 1),
      number('priority', 'priority', 4096),
      { row: 'groupFwdMask', ours: 8, ip: 'group_fwd_mask 8', json: 'group_fwd_mask', shown: '0x8' },
      {
        row: 'groupAddr',
        ours: '01:80:c2:00:00:05',
        ip: 'group_address 01:80:c2:00:00:05',
        json: 'group_addr',
        shown: '01:80:c2:00:00:05',
      },
      { row: 'mcastRouter', ours: 'perm', ip: 'mcast_router 2', json: 'mcast_router', shown: 2 },
      { row: 'mcastRouter', ours: 'disabled', ip: 'mcast_router 0', json: 'mcast_router', shown: 0 },
      flag('mcastSnooping', 'mcast_snooping', false),
      flag('mcastQueryUseIfaddr', 'mcast_query_use_ifaddr', true),
      flag('mcastQuerier', 'mcast_querier', true),
      number('mcastHashMax', 'mcast_hash_max', 1024),
      number('mcastLastMemberCnt', 'mcast_last_member_count', 3, 'mcast_last_member_cnt'),
      number('mcastStartupQueryCnt', 'mcast_startup_query_count', 4, 'mcast_startup_query_cnt'),
      interval('mcastLastMemberIntvl', 'mcast_last_member_interval', 'mcast_last_member_intvl', 200),
      interval('mcastMembershipIntvl', 'mcast_membership_interval', 'mcast_membership_intvl', 27000),
      interval('mcastQuerierIntvl', 'mcast_querier_interval', 'mcast_querier_intvl', 26000),
      interval('mcastQueryIntvl', 'mcast_query_interval', 'mcast_query_intvl', 13000),
      interval('mcastQueryResponseIntvl', 'mcast_query_response_interval', 'mcast_query_response_intvl', 1100),
      interval('mcastStartupQueryIntvl', 'mcast_startup_query_interval', 'mcast_startup_query_intvl', 3200),
      flag('nfCallIptables', 'nf_call_iptables', true),
      flag('nfCallIp6tables', 'nf_call_ip6tables', true),
      flag('nfCallArptables', 'nf_call_arptables', true),
      flag('mcastStatsEnabled', 'mcast_stats_enabled', true),
      number('mcastIgmpVersion', 'mcast_igmp_version', 3),
      number('mcastMldVersion', 'mcast_mld_version', 2),
    ],
    kept: [{ row: 'fdbMaxLearned', ours: 256, why: 'newer than iproute2 6.1', since: 'linux 6.7' }],
    told: [
      { row: 'vlanFiltering', json: 'vlan_filtering', as: truth },
      { row: 'rootId', json: 'root_id', as: bridgeId },
      { row: 'bridgeId', json: 'bridge_id', as: bridgeId },
      { row: 'rootPort', json: 'root_port' },
      { row: 'rootPathCost', json: 'root_path_cost' },
      { row: 'topologyChange', json: 'topology_change', as: truth },
      { row: 'topologyChangeDetected', json: 'topology_change_detected', as: truth },
      { row: 'helloTimer', json: 'hello_timer', as: seconds },
      { row: 'tcnTimer', json: 'tcn_timer', as: seconds },
      { row: 'topologyChangeTimer', json: 'topology_change_timer', as: seconds },
      { row: 'gcTimer', json: 'gc_timer', as: seconds },
      { row: 'mcastHashElasticity', json: 'mcast_hash_elasticity' },
    ],
    left: {
      fdbFlush: 'an order, which leaves nothing to show',
      vlanProtocol: vlans,
      vlanDefaultPvid: vlans,
      vlanStatsEnabled: vlans,
      vlanStatsPerPort: vlans,
      multiBoolopt: 'several switches in one, below',
      mcastQuerierState: 'there while a querier is heard, below',
      stpMode: 'newer than the kernels of the tests',
      fdbNLearned: 'newer than iproute2 6.1; a number that no program sets',
    },
  })

  it('no constant of the header lacks a row', () => {
    assert.deepEqual(rowless(tableOf('bridge')), [])
  })
})
