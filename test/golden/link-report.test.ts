import { bytes } from './support/bytes.ts'
import { tells } from './support/link.ts'
import { INET_CONF, INET6_CONF, NO_COUNTERS } from './support/link-defaults.ts'

/** What Linux 6.18 answered to RTM_GETLINK, whole. */
describe('what the kernel reports of a link', () => {
  it('a veth whose other end is elsewhere, with every attribute of a link', () => {
    const captured = bytes(`
      9c 04 00 00 10 00 00 00 01 00 00 00 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 01 00 09 00 00 00 02 10 00 00 00 00 00 00  # struct ifinfomsg
      07 00 03 00 78 30 00 00  # IFLA_IFNAME x0
      08 00 0d 00 e8 03 00 00  # IFLA_TXQLEN
      05 00 10 00 02 00 00 00  # IFLA_OPERSTATE
      05 00 11 00 00 00 00 00  # IFLA_LINKMODE
      05 00 43 00 00 00 00 00  # IFLA_NETNS_IMMUTABLE
      08 00 04 00 dc 05 00 00  # IFLA_MTU
      08 00 32 00 44 00 00 00  # IFLA_MIN_MTU
      08 00 33 00 ff ff 00 00  # IFLA_MAX_MTU
      08 00 1b 00 00 00 00 00  # IFLA_GROUP
      08 00 1e 00 00 00 00 00  # IFLA_PROMISCUITY
      08 00 3d 00 00 00 00 00  # IFLA_ALLMULTI
      08 00 1f 00 02 00 00 00  # IFLA_NUM_TX_QUEUES
      08 00 28 00 ff ff 00 00  # IFLA_GSO_MAX_SEGS
      08 00 29 00 00 00 01 00  # IFLA_GSO_MAX_SIZE
      08 00 3a 00 00 00 01 00  # IFLA_GRO_MAX_SIZE
      08 00 3f 00 00 00 01 00  # IFLA_GSO_IPV4_MAX_SIZE
      08 00 40 00 00 00 01 00  # IFLA_GRO_IPV4_MAX_SIZE
      08 00 3b 00 f8 ff 07 00  # IFLA_TSO_MAX_SIZE
      08 00 3c 00 ff ff 00 00  # IFLA_TSO_MAX_SEGS
      08 00 42 00 00 00 00 00  # IFLA_MAX_PACING_OFFLOAD_HORIZON
      08 00 20 00 02 00 00 00  # IFLA_NUM_RX_QUEUES
      05 00 21 00 00 00 00 00  # IFLA_CARRIER
      0a 00 14 00 68 65 6c 6c 6f 00 00 00  # IFLA_IFALIAS hello
      08 00 23 00 01 00 00 00  # IFLA_CARRIER_CHANGES
      08 00 2f 00 00 00 00 00  # IFLA_CARRIER_UP_COUNT
      08 00 30 00 01 00 00 00  # IFLA_CARRIER_DOWN_COUNT
      06 00 44 00 00 00 00 00  # IFLA_HEADROOM
      06 00 45 00 00 00 00 00  # IFLA_TAILROOM
      05 00 27 00 00 00 00 00  # IFLA_PROTO_DOWN
      0a 00 01 00 02 00 00 00 00 01 00 00  # IFLA_ADDRESS
      0a 00 02 00 ff ff ff ff ff ff 00 00  # IFLA_BROADCAST
      cc 00 17 00 00 00 00 00 00 00 00 00 00 00 00 00  # IFLA_STATS64
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
      00 00 00 00 00 00 00 00 00 00 00 00
      64 00 07 00 00 00 00 00 00 00 00 00 00 00 00 00  # IFLA_STATS
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00
      0c 00 2b 00  # IFLA_XDP
        05 00 02 00 00 00 00 00  # IFLA_XDP_ATTACHED
      10 00 12 00  # IFLA_LINKINFO
        09 00 01 00 76 65 74 68 00 00 00 00  # IFLA_INFO_KIND veth
      08 00 25 00 00 00 00 00  # IFLA_LINK_NETNSID
      08 00 05 00 02 00 00 00  # IFLA_LINK
      09 00 06 00 6e 6f 6f 70 00 00 00 00  # IFLA_QDISC noop
      c0 01 1a 00  # IFLA_AF_SPEC
        8c 00 02 00  # AF_INET
          88 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00  # IFLA_INET_CONF
          01 00 00 00 01 00 00 00 01 00 00 00 01 00 00 00
          00 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 10 27 00 00
          e8 03 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 01 00 00 00
        30 01 0a 00  # AF_INET6
          08 00 01 00 00 00 00 00  # IFLA_INET6_FLAGS
          14 00 05 00 ff ff 00 00 d1 44 07 00 18 a8 00 00  # IFLA_INET6_CACHEINFO
          e8 03 00 00
          f4 00 02 00 00 00 00 00 40 00 00 00 dc 05 00 00  # IFLA_INET6_CONF
          01 00 00 00 01 00 00 00 01 00 00 00 01 00 00 00
          ff ff ff ff a0 0f 00 00 e8 03 00 00 00 00 00 00
          80 3a 09 00 80 51 01 00 03 00 00 00 58 02 00 00
          10 00 00 00 00 00 00 00 01 00 00 00 01 00 00 00
          01 00 00 00 60 ea 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          01 00 00 00 00 00 00 00 00 00 00 00 10 27 00 00
          e8 03 00 00 01 00 00 00 00 00 00 00 00 00 00 00
          01 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          80 ee 36 00 00 00 00 00 00 00 00 00 01 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 04 00 00 00 00 00 00 ff ff 00 00
          ff ff ff ff 01 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00
          14 00 07 00 00 00 00 00 00 00 00 00 00 00 00 00  # IFLA_INET6_TOKEN
          00 00 00 00
          05 00 08 00 00 00 00 00  # IFLA_INET6_ADDR_GEN_MODE
      24 00 0e 00 00 00 00 00 00 00 00 00 00 00 00 00  # IFLA_MAP
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00
      24 00 34 80  # IFLA_PROP_LIST
        15 00 35 00 61 6c 74 65 72 6e 61 74 69 76 65 2d  # IFLA_ALT_IFNAME alternative-name
        6e 61 6d 65 00 00 00 00
        08 00 35 00 74 77 6f 00  # IFLA_ALT_IFNAME two
      04 00 3e 80  # IFLA_DEVLINK_PORT
      04 00 41 80  # IFLA_DPLL_PIN
    `)
    tells(captured, {
      type: 'ether',
      index: 9,
      flags: ['broadcast', 'multicast'],
      name: 'x0',
      txqlen: 1000,
      operstate: 'down',
      linkmode: 'default',
      netnsImmutable: false,
      mtu: 1500,
      minMtu: 68,
      maxMtu: 65535,
      group: 0,
      promiscuity: 0,
      allmultiCount: 0,
      numTxQueues: 2,
      gsoMaxSegs: 65535,
      gsoMaxSize: 65536,
      groMaxSize: 65536,
      gsoIpv4MaxSize: 65536,
      groIpv4MaxSize: 65536,
      tsoMaxSize: 524280,
      tsoMaxSegs: 65535,
      maxPacingOffloadHorizon: 0,
      numRxQueues: 2,
      carrier: false,
      alias: 'hello',
      carrierChanges: 1,
      carrierUpCount: 0,
      carrierDownCount: 1,
      headroom: 0,
      tailroom: 0,
      protoDown: false,
      address: '02:00:00:00:00:01',
      broadcast: 'ff:ff:ff:ff:ff:ff',
      stats64: { ...NO_COUNTERS, rxOtherhostDropped: 0 },
      stats: NO_COUNTERS,
      xdp: { attached: 'none' },
      linkNetnsid: 0,
      link: 2,
      qdisc: 'noop',
      afSpec: {
        inet: {
          conf: INET_CONF,
        },
        inet6: {
          flags: [],
          cacheinfo: { maxReasmLen: 65535, tstamp: 476369, reachableTime: 43032, retransTime: 1000 },
          conf: INET6_CONF,
          token: '::',
          addrGenMode: 'eui64',
        },
      },
      map: { memStart: 0, memEnd: 0, baseAddr: 0, irq: 0, dma: 0, port: 0 },
      altnames: ['alternative-name', 'two'],
      up: false,
      kind: 'veth',
    })
  })
})
