import { bytes } from './support/bytes.ts'
import { tells } from './support/link.ts'
import { INET_CONF, INET6_CONF, NO_COUNTERS } from './support/link-defaults.ts'

/** What Linux 6.18 answered to RTM_GETLINK, whole. */
describe('what the kernel reports of the loopback', () => {
  it('the loopback, with counters', () => {
    const captured = bytes(`
      bc 05 00 00 10 00 00 00 01 00 00 00 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 04 03 01 00 00 00 49 00 01 00 00 00 00 00  # struct ifinfomsg
      07 00 03 00 6c 6f 00 00  # IFLA_IFNAME lo
      08 00 0d 00 e8 03 00 00  # IFLA_TXQLEN
      05 00 10 00 00 00 00 00  # IFLA_OPERSTATE
      05 00 11 00 00 00 00 00  # IFLA_LINKMODE
      05 00 43 00 01 00 00 00  # IFLA_NETNS_IMMUTABLE
      08 00 04 00 00 00 01 00  # IFLA_MTU
      08 00 32 00 00 00 00 00  # IFLA_MIN_MTU
      08 00 33 00 00 00 00 00  # IFLA_MAX_MTU
      08 00 1b 00 00 00 00 00  # IFLA_GROUP
      08 00 1e 00 00 00 00 00  # IFLA_PROMISCUITY
      08 00 3d 00 00 00 00 00  # IFLA_ALLMULTI
      08 00 1f 00 01 00 00 00  # IFLA_NUM_TX_QUEUES
      08 00 28 00 ff ff 00 00  # IFLA_GSO_MAX_SEGS
      08 00 29 00 00 00 01 00  # IFLA_GSO_MAX_SIZE
      08 00 3a 00 00 00 01 00  # IFLA_GRO_MAX_SIZE
      08 00 3f 00 00 00 01 00  # IFLA_GSO_IPV4_MAX_SIZE
      08 00 40 00 00 00 01 00  # IFLA_GRO_IPV4_MAX_SIZE
      08 00 3b 00 f8 ff 07 00  # IFLA_TSO_MAX_SIZE
      08 00 3c 00 ff ff 00 00  # IFLA_TSO_MAX_SEGS
      08 00 42 00 00 00 00 00  # IFLA_MAX_PACING_OFFLOAD_HORIZON
      08 00 20 00 01 00 00 00  # IFLA_NUM_RX_QUEUES
      05 00 21 00 01 00 00 00  # IFLA_CARRIER
      08 00 23 00 00 00 00 00  # IFLA_CARRIER_CHANGES
      08 00 2f 00 00 00 00 00  # IFLA_CARRIER_UP_COUNT
      08 00 30 00 00 00 00 00  # IFLA_CARRIER_DOWN_COUNT
      06 00 44 00 00 00 00 00  # IFLA_HEADROOM
      06 00 45 00 00 00 00 00  # IFLA_TAILROOM
      05 00 27 00 00 00 00 00  # IFLA_PROTO_DOWN
      0a 00 01 00 00 00 00 00 00 00 00 00  # IFLA_ADDRESS
      0a 00 02 00 00 00 00 00 00 00 00 00  # IFLA_BROADCAST
      cc 00 17 00 0a 00 00 00 00 00 00 00 0a 00 00 00  # IFLA_STATS64
      00 00 00 00 98 03 00 00 00 00 00 00 98 03 00 00
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00 00 00 00 00 00 00 00 00
      64 00 07 00 0a 00 00 00 0a 00 00 00 98 03 00 00  # IFLA_STATS
      98 03 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00
      0c 00 2b 00  # IFLA_XDP
        05 00 02 00 00 00 00 00  # IFLA_XDP_ATTACHED
      0c 00 06 00 6e 6f 71 75 65 75 65 00  # IFLA_QDISC noqueue
      30 03 1a 00  # IFLA_AF_SPEC
        8c 00 02 00  # AF_INET
          88 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00  # IFLA_INET_CONF
          01 00 00 00 01 00 00 00 01 00 00 00 01 00 00 00
          00 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00
          01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 10 27 00 00
          e8 03 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 01 00 00 00
        a0 02 0a 00  # AF_INET6
          08 00 01 00 00 00 00 80  # IFLA_INET6_FLAGS
          14 00 05 00 ff ff 00 00 e6 45 07 00 80 7d 00 00  # IFLA_INET6_CACHEINFO
          e8 03 00 00
          f4 00 02 00 00 00 00 00 40 00 00 00 00 00 01 00  # IFLA_INET6_CONF
          01 00 00 00 01 00 00 00 01 00 00 00 01 00 00 00
          ff ff ff ff a0 0f 00 00 e8 03 00 00 ff ff ff ff
          80 3a 09 00 80 51 01 00 03 00 00 00 58 02 00 00
          10 00 00 00 00 00 00 00 01 00 00 00 01 00 00 00
          01 00 00 00 60 ea 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          ff ff ff ff 00 00 00 00 00 00 00 00 10 27 00 00
          e8 03 00 00 01 00 00 00 00 00 00 00 00 00 00 00
          01 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          80 ee 36 00 00 00 00 00 00 00 00 00 01 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 04 00 00 00 00 00 00 ff ff 00 00
          ff ff ff ff 01 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00
          34 01 03 00 26 00 00 00 00 00 00 00 04 00 00 00  # IFLA_INET6_STATS
          00 00 00 00 a0 01 00 00 00 00 00 00 04 00 00 00
          00 00 00 00 04 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 04 00 00 00 00 00 00 00 04 00 00 00
          00 00 00 00 a0 01 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00
          3c 00 06 00 07 00 00 00 00 00 00 00 04 00 00 00  # IFLA_INET6_ICMP6STATS
          00 00 00 00 00 00 00 00 00 00 00 00 04 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00
          14 00 07 00 00 00 00 00 00 00 00 00 00 00 00 00  # IFLA_INET6_TOKEN
          00 00 00 00
          05 00 08 00 00 00 00 00  # IFLA_INET6_ADDR_GEN_MODE
      24 00 0e 00 00 00 00 00 00 00 00 00 00 00 00 00  # IFLA_MAP
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00
      04 00 3e 80  # IFLA_DEVLINK_PORT
      04 00 41 80  # IFLA_DPLL_PIN
    `)
    tells(captured, {
      type: 'loopback',
      index: 1,
      flags: ['up', 'loopback', 'running', 'lower_up'],
      name: 'lo',
      txqlen: 1000,
      operstate: 'unknown',
      linkmode: 'default',
      netnsImmutable: true,
      mtu: 65536,
      minMtu: 0,
      maxMtu: 0,
      group: 0,
      promiscuity: 0,
      allmultiCount: 0,
      numTxQueues: 1,
      gsoMaxSegs: 65535,
      gsoMaxSize: 65536,
      groMaxSize: 65536,
      gsoIpv4MaxSize: 65536,
      groIpv4MaxSize: 65536,
      tsoMaxSize: 524280,
      tsoMaxSegs: 65535,
      maxPacingOffloadHorizon: 0,
      numRxQueues: 1,
      carrier: true,
      carrierChanges: 0,
      carrierUpCount: 0,
      carrierDownCount: 0,
      headroom: 0,
      tailroom: 0,
      protoDown: false,
      address: '00:00:00:00:00:00',
      broadcast: '00:00:00:00:00:00',
      stats64: { ...NO_COUNTERS, rxPackets: 10, txPackets: 10, rxBytes: 920, txBytes: 920, rxOtherhostDropped: 0 },
      stats: { ...NO_COUNTERS, rxPackets: 10, txPackets: 10, rxBytes: 920, txBytes: 920 },
      xdp: { attached: 'none' },
      qdisc: 'noqueue',
      afSpec: {
        inet: {
          conf: { ...INET_CONF, noxfrm: 1, nopolicy: 1 },
        },
        inet6: {
          flags: ['ready'],
          cacheinfo: { maxReasmLen: 65535, tstamp: 476646, reachableTime: 32128, retransTime: 1000 },
          conf: { ...INET6_CONF, mtu6: 65536, useTempaddr: -1, acceptDad: -1 },
          stats: [
            38, 4, 416, 4, 4, 0, 0, 0, 4, 4, 416, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0,
          ],
          icmp6stats: [7, 4, 0, 4, 0, 0, 0],
          token: '::',
          addrGenMode: 'eui64',
        },
      },
      map: { memStart: 0, memEnd: 0, baseAddr: 0, irq: 0, dma: 0, port: 0 },
      up: true,
    })
  })
})
