import { bytes, tells } from './link-message.ts'

/**
 * What Linux 6.18 answered to RTM_GETLINK. The first two are whole; of the others, what is not about their kind was left out.
 */
describe('what the kernel reports of a link', () => {
  it('a veth whose other end is elsewhere, with every attribute of a link', () => {
    const captured = bytes(`
      9c 04 00 00 10 00 00 00 01 00 00 00 00 00 00 00  ; struct nlmsghdr: RTM_NEWLINK
      00 00 01 00 09 00 00 00 02 10 00 00 00 00 00 00  ; struct ifinfomsg
      07 00 03 00 78 30 00 00  ; IFLA_IFNAME x0
      08 00 0d 00 e8 03 00 00  ; IFLA_TXQLEN
      05 00 10 00 02 00 00 00  ; IFLA_OPERSTATE
      05 00 11 00 00 00 00 00  ; IFLA_LINKMODE
      05 00 43 00 00 00 00 00  ; IFLA_NETNS_IMMUTABLE
      08 00 04 00 dc 05 00 00  ; IFLA_MTU
      08 00 32 00 44 00 00 00  ; IFLA_MIN_MTU
      08 00 33 00 ff ff 00 00  ; IFLA_MAX_MTU
      08 00 1b 00 00 00 00 00  ; IFLA_GROUP
      08 00 1e 00 00 00 00 00  ; IFLA_PROMISCUITY
      08 00 3d 00 00 00 00 00  ; IFLA_ALLMULTI
      08 00 1f 00 02 00 00 00  ; IFLA_NUM_TX_QUEUES
      08 00 28 00 ff ff 00 00  ; IFLA_GSO_MAX_SEGS
      08 00 29 00 00 00 01 00  ; IFLA_GSO_MAX_SIZE
      08 00 3a 00 00 00 01 00  ; IFLA_GRO_MAX_SIZE
      08 00 3f 00 00 00 01 00  ; IFLA_GSO_IPV4_MAX_SIZE
      08 00 40 00 00 00 01 00  ; IFLA_GRO_IPV4_MAX_SIZE
      08 00 3b 00 f8 ff 07 00  ; IFLA_TSO_MAX_SIZE
      08 00 3c 00 ff ff 00 00  ; IFLA_TSO_MAX_SEGS
      08 00 42 00 00 00 00 00  ; IFLA_MAX_PACING_OFFLOAD_HORIZON
      08 00 20 00 02 00 00 00  ; IFLA_NUM_RX_QUEUES
      05 00 21 00 00 00 00 00  ; IFLA_CARRIER
      0a 00 14 00 68 65 6c 6c 6f 00 00 00  ; IFLA_IFALIAS hello
      08 00 23 00 01 00 00 00  ; IFLA_CARRIER_CHANGES
      08 00 2f 00 00 00 00 00  ; IFLA_CARRIER_UP_COUNT
      08 00 30 00 01 00 00 00  ; IFLA_CARRIER_DOWN_COUNT
      06 00 44 00 00 00 00 00  ; IFLA_HEADROOM
      06 00 45 00 00 00 00 00  ; IFLA_TAILROOM
      05 00 27 00 00 00 00 00  ; IFLA_PROTO_DOWN
      0a 00 01 00 02 00 00 00 00 01 00 00  ; IFLA_ADDRESS
      0a 00 02 00 ff ff ff ff ff ff 00 00  ; IFLA_BROADCAST
      cc 00 17 00 00 00 00 00 00 00 00 00 00 00 00 00  ; IFLA_STATS64
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
      64 00 07 00 00 00 00 00 00 00 00 00 00 00 00 00  ; IFLA_STATS
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00
      0c 00 2b 00  ; IFLA_XDP
        05 00 02 00 00 00 00 00  ; IFLA_XDP_ATTACHED
      10 00 12 00  ; IFLA_LINKINFO
        09 00 01 00 76 65 74 68 00 00 00 00  ; IFLA_INFO_KIND veth
      08 00 25 00 00 00 00 00  ; IFLA_LINK_NETNSID
      08 00 05 00 02 00 00 00  ; IFLA_LINK
      09 00 06 00 6e 6f 6f 70 00 00 00 00  ; IFLA_QDISC noop
      c0 01 1a 00  ; IFLA_AF_SPEC
        8c 00 02 00  ; AF_INET
          88 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00  ; IFLA_INET_CONF
          01 00 00 00 01 00 00 00 01 00 00 00 01 00 00 00
          00 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 10 27 00 00
          e8 03 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 01 00 00 00
        30 01 0a 00  ; AF_INET6
          08 00 01 00 00 00 00 00  ; IFLA_INET6_FLAGS
          14 00 05 00 ff ff 00 00 d1 44 07 00 18 a8 00 00  ; IFLA_INET6_CACHEINFO
          e8 03 00 00
          f4 00 02 00 00 00 00 00 40 00 00 00 dc 05 00 00  ; IFLA_INET6_CONF
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
          14 00 07 00 00 00 00 00 00 00 00 00 00 00 00 00  ; IFLA_INET6_TOKEN
          00 00 00 00
          05 00 08 00 00 00 00 00  ; IFLA_INET6_ADDR_GEN_MODE
      24 00 0e 00 00 00 00 00 00 00 00 00 00 00 00 00  ; IFLA_MAP
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00
      24 00 34 80  ; IFLA_PROP_LIST
        15 00 35 00 61 6c 74 65 72 6e 61 74 69 76 65 2d  ; IFLA_ALT_IFNAME alternative-name
        6e 61 6d 65 00 00 00 00
        08 00 35 00 74 77 6f 00  ; IFLA_ALT_IFNAME two
      04 00 3e 80  ; IFLA_DEVLINK_PORT
      04 00 41 80  ; IFLA_DPLL_PIN
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
      stats64: {
        rxPackets: 0,
        txPackets: 0,
        rxBytes: 0,
        txBytes: 0,
        rxErrors: 0,
        txErrors: 0,
        rxDropped: 0,
        txDropped: 0,
        multicast: 0,
        collisions: 0,
        rxLengthErrors: 0,
        rxOverErrors: 0,
        rxCrcErrors: 0,
        rxFrameErrors: 0,
        rxFifoErrors: 0,
        rxMissedErrors: 0,
        txAbortedErrors: 0,
        txCarrierErrors: 0,
        txFifoErrors: 0,
        txHeartbeatErrors: 0,
        txWindowErrors: 0,
        rxCompressed: 0,
        txCompressed: 0,
        rxNohandler: 0,
        rxOtherhostDropped: 0,
      },
      stats: {
        rxPackets: 0,
        txPackets: 0,
        rxBytes: 0,
        txBytes: 0,
        rxErrors: 0,
        txErrors: 0,
        rxDropped: 0,
        txDropped: 0,
        multicast: 0,
        collisions: 0,
        rxLengthErrors: 0,
        rxOverErrors: 0,
        rxCrcErrors: 0,
        rxFrameErrors: 0,
        rxFifoErrors: 0,
        rxMissedErrors: 0,
        txAbortedErrors: 0,
        txCarrierErrors: 0,
        txFifoErrors: 0,
        txHeartbeatErrors: 0,
        txWindowErrors: 0,
        rxCompressed: 0,
        txCompressed: 0,
        rxNohandler: 0,
      },
      xdp: { attached: 'none' },
      linkNetnsid: 0,
      link: 2,
      qdisc: 'noop',
      afSpec: {
        inet: {
          conf: {
            forwarding: 0,
            mcForwarding: 0,
            proxyArp: 0,
            acceptRedirects: 1,
            secureRedirects: 1,
            sendRedirects: 1,
            sharedMedia: 1,
            rpFilter: 0,
            acceptSourceRoute: 1,
            bootpRelay: 0,
            logMartians: 0,
            tag: 0,
            arpfilter: 0,
            mediumId: 0,
            noxfrm: 0,
            nopolicy: 0,
            forceIgmpVersion: 0,
            arpAnnounce: 0,
            arpIgnore: 0,
            promoteSecondaries: 0,
            arpAccept: 0,
            arpNotify: 0,
            acceptLocal: 0,
            srcVmark: 0,
            proxyArpPvlan: 0,
            routeLocalnet: 0,
            igmpv2UnsolicitedReportInterval: 10000,
            igmpv3UnsolicitedReportInterval: 1000,
            ignoreRoutesWithLinkdown: 0,
            dropUnicastInL2Multicast: 0,
            dropGratuitousArp: 0,
            bcForwarding: 0,
            arpEvictNocarrier: 1,
          },
        },
        inet6: {
          flags: [],
          cacheinfo: { maxReasmLen: 65535, tstamp: 476369, reachableTime: 43032, retransTime: 1000 },
          conf: {
            forwarding: 0,
            hoplimit: 64,
            mtu6: 1500,
            acceptRa: 1,
            acceptRedirects: 1,
            autoconf: 1,
            dadTransmits: 1,
            rtrSolicits: -1,
            rtrSolicitInterval: 4000,
            rtrSolicitDelay: 1000,
            useTempaddr: 0,
            tempValidLft: 604800,
            tempPreferedLft: 86400,
            regenMaxRetry: 3,
            maxDesyncFactor: 600,
            maxAddresses: 16,
            forceMldVersion: 0,
            acceptRaDefrtr: 1,
            acceptRaPinfo: 1,
            acceptRaRtrPref: 1,
            rtrProbeInterval: 60000,
            acceptRaRtInfoMaxPlen: 0,
            proxyNdp: 0,
            optimisticDad: 0,
            acceptSourceRoute: 0,
            mcForwarding: 0,
            disableIpv6: 0,
            acceptDad: 1,
            forceTllao: 0,
            ndiscNotify: 0,
            mldv1UnsolicitedReportInterval: 10000,
            mldv2UnsolicitedReportInterval: 1000,
            suppressFragNdisc: 1,
            acceptRaFromLocal: 0,
            useOptimistic: 0,
            acceptRaMtu: 1,
            stableSecret: 0,
            useOifAddrsOnly: 0,
            acceptRaMinHopLimit: 1,
            ignoreRoutesWithLinkdown: 0,
            dropUnicastInL2Multicast: 0,
            dropUnsolicitedNa: 0,
            keepAddrOnDown: 0,
            rtrSolicitMaxInterval: 3600000,
            seg6Enabled: 0,
            seg6RequireHmac: 0,
            enhancedDad: 1,
            addrGenMode: 0,
            disablePolicy: 0,
            acceptRaRtInfoMinPlen: 0,
            ndiscTclass: 0,
            rplSegEnabled: 0,
            raDefrtrMetric: 1024,
            ioam6Enabled: 0,
            ioam6Id: 65535,
            ioam6IdWide: -1,
            ndiscEvictNocarrier: 1,
            acceptUntrackedNa: 0,
            acceptRaMinLft: 0,
            forceForwarding: 0,
          },
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

  it('the loopback, with counters', () => {
    const captured = bytes(`
      bc 05 00 00 10 00 00 00 01 00 00 00 00 00 00 00  ; struct nlmsghdr: RTM_NEWLINK
      00 00 04 03 01 00 00 00 49 00 01 00 00 00 00 00  ; struct ifinfomsg
      07 00 03 00 6c 6f 00 00  ; IFLA_IFNAME lo
      08 00 0d 00 e8 03 00 00  ; IFLA_TXQLEN
      05 00 10 00 00 00 00 00  ; IFLA_OPERSTATE
      05 00 11 00 00 00 00 00  ; IFLA_LINKMODE
      05 00 43 00 01 00 00 00  ; IFLA_NETNS_IMMUTABLE
      08 00 04 00 00 00 01 00  ; IFLA_MTU
      08 00 32 00 00 00 00 00  ; IFLA_MIN_MTU
      08 00 33 00 00 00 00 00  ; IFLA_MAX_MTU
      08 00 1b 00 00 00 00 00  ; IFLA_GROUP
      08 00 1e 00 00 00 00 00  ; IFLA_PROMISCUITY
      08 00 3d 00 00 00 00 00  ; IFLA_ALLMULTI
      08 00 1f 00 01 00 00 00  ; IFLA_NUM_TX_QUEUES
      08 00 28 00 ff ff 00 00  ; IFLA_GSO_MAX_SEGS
      08 00 29 00 00 00 01 00  ; IFLA_GSO_MAX_SIZE
      08 00 3a 00 00 00 01 00  ; IFLA_GRO_MAX_SIZE
      08 00 3f 00 00 00 01 00  ; IFLA_GSO_IPV4_MAX_SIZE
      08 00 40 00 00 00 01 00  ; IFLA_GRO_IPV4_MAX_SIZE
      08 00 3b 00 f8 ff 07 00  ; IFLA_TSO_MAX_SIZE
      08 00 3c 00 ff ff 00 00  ; IFLA_TSO_MAX_SEGS
      08 00 42 00 00 00 00 00  ; IFLA_MAX_PACING_OFFLOAD_HORIZON
      08 00 20 00 01 00 00 00  ; IFLA_NUM_RX_QUEUES
      05 00 21 00 01 00 00 00  ; IFLA_CARRIER
      08 00 23 00 00 00 00 00  ; IFLA_CARRIER_CHANGES
      08 00 2f 00 00 00 00 00  ; IFLA_CARRIER_UP_COUNT
      08 00 30 00 00 00 00 00  ; IFLA_CARRIER_DOWN_COUNT
      06 00 44 00 00 00 00 00  ; IFLA_HEADROOM
      06 00 45 00 00 00 00 00  ; IFLA_TAILROOM
      05 00 27 00 00 00 00 00  ; IFLA_PROTO_DOWN
      0a 00 01 00 00 00 00 00 00 00 00 00  ; IFLA_ADDRESS
      0a 00 02 00 00 00 00 00 00 00 00 00  ; IFLA_BROADCAST
      cc 00 17 00 0a 00 00 00 00 00 00 00 0a 00 00 00  ; IFLA_STATS64
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
      64 00 07 00 0a 00 00 00 0a 00 00 00 98 03 00 00  ; IFLA_STATS
      98 03 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00
      0c 00 2b 00  ; IFLA_XDP
        05 00 02 00 00 00 00 00  ; IFLA_XDP_ATTACHED
      0c 00 06 00 6e 6f 71 75 65 75 65 00  ; IFLA_QDISC noqueue
      30 03 1a 00  ; IFLA_AF_SPEC
        8c 00 02 00  ; AF_INET
          88 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00  ; IFLA_INET_CONF
          01 00 00 00 01 00 00 00 01 00 00 00 01 00 00 00
          00 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00
          01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 10 27 00 00
          e8 03 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 01 00 00 00
        a0 02 0a 00  ; AF_INET6
          08 00 01 00 00 00 00 80  ; IFLA_INET6_FLAGS
          14 00 05 00 ff ff 00 00 e6 45 07 00 80 7d 00 00  ; IFLA_INET6_CACHEINFO
          e8 03 00 00
          f4 00 02 00 00 00 00 00 40 00 00 00 00 00 01 00  ; IFLA_INET6_CONF
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
          34 01 03 00 26 00 00 00 00 00 00 00 04 00 00 00  ; IFLA_INET6_STATS
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
          3c 00 06 00 07 00 00 00 00 00 00 00 04 00 00 00  ; IFLA_INET6_ICMP6STATS
          00 00 00 00 00 00 00 00 00 00 00 00 04 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
          00 00 00 00 00 00 00 00 00 00 00 00
          14 00 07 00 00 00 00 00 00 00 00 00 00 00 00 00  ; IFLA_INET6_TOKEN
          00 00 00 00
          05 00 08 00 00 00 00 00  ; IFLA_INET6_ADDR_GEN_MODE
      24 00 0e 00 00 00 00 00 00 00 00 00 00 00 00 00  ; IFLA_MAP
      00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
      00 00 00 00
      04 00 3e 80  ; IFLA_DEVLINK_PORT
      04 00 41 80  ; IFLA_DPLL_PIN
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
      stats64: {
        rxPackets: 10,
        txPackets: 10,
        rxBytes: 920,
        txBytes: 920,
        rxErrors: 0,
        txErrors: 0,
        rxDropped: 0,
        txDropped: 0,
        multicast: 0,
        collisions: 0,
        rxLengthErrors: 0,
        rxOverErrors: 0,
        rxCrcErrors: 0,
        rxFrameErrors: 0,
        rxFifoErrors: 0,
        rxMissedErrors: 0,
        txAbortedErrors: 0,
        txCarrierErrors: 0,
        txFifoErrors: 0,
        txHeartbeatErrors: 0,
        txWindowErrors: 0,
        rxCompressed: 0,
        txCompressed: 0,
        rxNohandler: 0,
        rxOtherhostDropped: 0,
      },
      stats: {
        rxPackets: 10,
        txPackets: 10,
        rxBytes: 920,
        txBytes: 920,
        rxErrors: 0,
        txErrors: 0,
        rxDropped: 0,
        txDropped: 0,
        multicast: 0,
        collisions: 0,
        rxLengthErrors: 0,
        rxOverErrors: 0,
        rxCrcErrors: 0,
        rxFrameErrors: 0,
        rxFifoErrors: 0,
        rxMissedErrors: 0,
        txAbortedErrors: 0,
        txCarrierErrors: 0,
        txFifoErrors: 0,
        txHeartbeatErrors: 0,
        txWindowErrors: 0,
        rxCompressed: 0,
        txCompressed: 0,
        rxNohandler: 0,
      },
      xdp: { attached: 'none' },
      qdisc: 'noqueue',
      afSpec: {
        inet: {
          conf: {
            forwarding: 0,
            mcForwarding: 0,
            proxyArp: 0,
            acceptRedirects: 1,
            secureRedirects: 1,
            sendRedirects: 1,
            sharedMedia: 1,
            rpFilter: 0,
            acceptSourceRoute: 1,
            bootpRelay: 0,
            logMartians: 0,
            tag: 0,
            arpfilter: 0,
            mediumId: 0,
            noxfrm: 1,
            nopolicy: 1,
            forceIgmpVersion: 0,
            arpAnnounce: 0,
            arpIgnore: 0,
            promoteSecondaries: 0,
            arpAccept: 0,
            arpNotify: 0,
            acceptLocal: 0,
            srcVmark: 0,
            proxyArpPvlan: 0,
            routeLocalnet: 0,
            igmpv2UnsolicitedReportInterval: 10000,
            igmpv3UnsolicitedReportInterval: 1000,
            ignoreRoutesWithLinkdown: 0,
            dropUnicastInL2Multicast: 0,
            dropGratuitousArp: 0,
            bcForwarding: 0,
            arpEvictNocarrier: 1,
          },
        },
        inet6: {
          flags: ['ready'],
          cacheinfo: { maxReasmLen: 65535, tstamp: 476646, reachableTime: 32128, retransTime: 1000 },
          conf: {
            forwarding: 0,
            hoplimit: 64,
            mtu6: 65536,
            acceptRa: 1,
            acceptRedirects: 1,
            autoconf: 1,
            dadTransmits: 1,
            rtrSolicits: -1,
            rtrSolicitInterval: 4000,
            rtrSolicitDelay: 1000,
            useTempaddr: -1,
            tempValidLft: 604800,
            tempPreferedLft: 86400,
            regenMaxRetry: 3,
            maxDesyncFactor: 600,
            maxAddresses: 16,
            forceMldVersion: 0,
            acceptRaDefrtr: 1,
            acceptRaPinfo: 1,
            acceptRaRtrPref: 1,
            rtrProbeInterval: 60000,
            acceptRaRtInfoMaxPlen: 0,
            proxyNdp: 0,
            optimisticDad: 0,
            acceptSourceRoute: 0,
            mcForwarding: 0,
            disableIpv6: 0,
            acceptDad: -1,
            forceTllao: 0,
            ndiscNotify: 0,
            mldv1UnsolicitedReportInterval: 10000,
            mldv2UnsolicitedReportInterval: 1000,
            suppressFragNdisc: 1,
            acceptRaFromLocal: 0,
            useOptimistic: 0,
            acceptRaMtu: 1,
            stableSecret: 0,
            useOifAddrsOnly: 0,
            acceptRaMinHopLimit: 1,
            ignoreRoutesWithLinkdown: 0,
            dropUnicastInL2Multicast: 0,
            dropUnsolicitedNa: 0,
            keepAddrOnDown: 0,
            rtrSolicitMaxInterval: 3600000,
            seg6Enabled: 0,
            seg6RequireHmac: 0,
            enhancedDad: 1,
            addrGenMode: 0,
            disablePolicy: 0,
            acceptRaRtInfoMinPlen: 0,
            ndiscTclass: 0,
            rplSegEnabled: 0,
            raDefrtrMetric: 1024,
            ioam6Enabled: 0,
            ioam6Id: 65535,
            ioam6IdWide: -1,
            ndiscEvictNocarrier: 1,
            acceptUntrackedNa: 0,
            acceptRaMinLft: 0,
            forceForwarding: 0,
          },
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

  it('a bridge', () => {
    const captured = bytes(`
      e8 05 00 00 10 00 00 00 01 00 00 00 00 00 00 00  ; struct nlmsghdr: RTM_NEWLINK
      00 00 01 00 04 00 00 00 02 10 00 00 00 00 00 00  ; struct ifinfomsg
      08 00 03 00 62 72 30 00  ; IFLA_IFNAME br0
      9c 01 12 00  ; IFLA_LINKINFO
        0b 00 01 00 62 72 69 64 67 65 00 00  ; IFLA_INFO_KIND bridge
        8c 01 02 00  ; IFLA_INFO_DATA
          0c 00 10 00 00 00 00 00 00 00 00 00  ; IFLA_BR_HELLO_TIMER
          0c 00 11 00 00 00 00 00 00 00 00 00  ; IFLA_BR_TCN_TIMER
          0c 00 12 00 00 00 00 00 00 00 00 00  ; IFLA_BR_TOPOLOGY_CHANGE_TIMER
          0c 00 13 00 00 00 00 00 00 00 00 00  ; IFLA_BR_GC_TIMER
          08 00 01 00 e8 03 00 00  ; IFLA_BR_FORWARD_DELAY
          08 00 02 00 c8 00 00 00  ; IFLA_BR_HELLO_TIME
          08 00 03 00 d0 07 00 00  ; IFLA_BR_MAX_AGE
          08 00 04 00 30 75 00 00  ; IFLA_BR_AGEING_TIME
          08 00 05 00 00 00 00 00  ; IFLA_BR_STP_STATE
          06 00 06 00 00 10 00 00  ; IFLA_BR_PRIORITY
          05 00 07 00 00 00 00 00  ; IFLA_BR_VLAN_FILTERING
          06 00 09 00 00 00 00 00  ; IFLA_BR_GROUP_FWD_MASK
          0c 00 0b 00 10 00 02 00 00 00 00 0b  ; IFLA_BR_BRIDGE_ID
          0c 00 0a 00 10 00 02 00 00 00 00 0b  ; IFLA_BR_ROOT_ID
          06 00 0c 00 00 00 00 00  ; IFLA_BR_ROOT_PORT
          08 00 0d 00 00 00 00 00  ; IFLA_BR_ROOT_PATH_COST
          05 00 0e 00 00 00 00 00  ; IFLA_BR_TOPOLOGY_CHANGE
          05 00 0f 00 00 00 00 00  ; IFLA_BR_TOPOLOGY_CHANGE_DETECTED
          0a 00 14 00 01 80 c2 00 00 00 00 00  ; IFLA_BR_GROUP_ADDR
          0c 00 2e 00 01 00 00 00 1f 00 00 00  ; IFLA_BR_MULTI_BOOLOPT
          08 00 30 00 00 00 00 00  ; IFLA_BR_FDB_N_LEARNED
          08 00 31 00 00 00 00 00  ; IFLA_BR_FDB_MAX_LEARNED
          05 00 16 00 02 00 00 00  ; IFLA_BR_MCAST_ROUTER
          05 00 17 00 01 00 00 00  ; IFLA_BR_MCAST_SNOOPING
          05 00 18 00 00 00 00 00  ; IFLA_BR_MCAST_QUERY_USE_IFADDR
          05 00 19 00 00 00 00 00  ; IFLA_BR_MCAST_QUERIER
          05 00 2a 00 00 00 00 00  ; IFLA_BR_MCAST_STATS_ENABLED
          08 00 1a 00 10 00 00 00  ; IFLA_BR_MCAST_HASH_ELASTICITY
          08 00 1b 00 00 10 00 00  ; IFLA_BR_MCAST_HASH_MAX
          08 00 1c 00 02 00 00 00  ; IFLA_BR_MCAST_LAST_MEMBER_CNT
          08 00 1d 00 02 00 00 00  ; IFLA_BR_MCAST_STARTUP_QUERY_CNT
          05 00 2b 00 02 00 00 00  ; IFLA_BR_MCAST_IGMP_VERSION
          05 00 2c 00 01 00 00 00  ; IFLA_BR_MCAST_MLD_VERSION
          0c 00 1e 00 64 00 00 00 00 00 00 00  ; IFLA_BR_MCAST_LAST_MEMBER_INTVL
          0c 00 1f 00 90 65 00 00 00 00 00 00  ; IFLA_BR_MCAST_MEMBERSHIP_INTVL
          0c 00 20 00 9c 63 00 00 00 00 00 00  ; IFLA_BR_MCAST_QUERIER_INTVL
          0c 00 21 00 c8 32 00 00 00 00 00 00  ; IFLA_BR_MCAST_QUERY_INTVL
          0c 00 22 00 e8 03 00 00 00 00 00 00  ; IFLA_BR_MCAST_QUERY_RESPONSE_INTVL
          0c 00 23 00 34 0c 00 00 00 00 00 00  ; IFLA_BR_MCAST_STARTUP_QUERY_INTVL
          05 00 24 00 00 00 00 00  ; IFLA_BR_NF_CALL_IPTABLES
          05 00 25 00 00 00 00 00  ; IFLA_BR_NF_CALL_IP6TABLES
          05 00 26 00 00 00 00 00  ; IFLA_BR_NF_CALL_ARPTABLES
    `)
    tells(captured, {
      index: 4,
      name: 'br0',
      kind: 'bridge',
      data: {
        helloTimer: 0,
        tcnTimer: 0,
        topologyChangeTimer: 0,
        gcTimer: 0,
        forwardDelay: 1000,
        helloTime: 200,
        maxAge: 2000,
        ageingTime: 30000,
        stpState: 0,
        priority: 4096,
        vlanFiltering: false,
        groupFwdMask: 0,
        bridgeId: '1000.02:00:00:00:00:0b',
        rootId: '1000.02:00:00:00:00:0b',
        rootPort: 0,
        rootPathCost: 0,
        topologyChange: false,
        topologyChangeDetected: false,
        groupAddr: '01:80:c2:00:00:00',
        multiBoolopt: {
          noLlLearn: true,
          mcastVlanSnooping: false,
          mstEnable: false,
          mdbOffloadFailNotification: false,
          fdbLocalVlan0: false,
        },
        fdbNLearned: 0,
        fdbMaxLearned: 0,
        mcastRouter: 'perm',
        mcastSnooping: true,
        mcastQueryUseIfaddr: false,
        mcastQuerier: false,
        mcastStatsEnabled: false,
        mcastHashElasticity: 16,
        mcastHashMax: 4096,
        mcastLastMemberCnt: 2,
        mcastStartupQueryCnt: 2,
        mcastIgmpVersion: 2,
        mcastMldVersion: 1,
        mcastLastMemberIntvl: 100,
        mcastMembershipIntvl: 26000,
        mcastQuerierIntvl: 25500,
        mcastQueryIntvl: 13000,
        mcastQueryResponseIntvl: 1000,
        mcastStartupQueryIntvl: 3124,
        nfCallIptables: false,
        nfCallIp6tables: false,
        nfCallArptables: false,
      },
    })
  })

  it('a veth that is a port of a bridge', () => {
    const captured = bytes(`
      c8 05 00 00 10 00 00 00 01 00 00 00 00 00 00 00  ; struct nlmsghdr: RTM_NEWLINK
      00 00 01 00 03 00 00 00 02 10 00 00 00 00 00 00  ; struct ifinfomsg
      07 00 03 00 76 30 00 00  ; IFLA_IFNAME v0
      6c 01 12 00  ; IFLA_LINKINFO
        09 00 01 00 76 65 74 68 00 00 00 00  ; IFLA_INFO_KIND veth
        0b 00 04 00 62 72 69 64 67 65 00 00  ; IFLA_INFO_SLAVE_KIND bridge
        50 01 05 00  ; IFLA_INFO_SLAVE_DATA
          05 00 01 00 00 00 00 00  ; IFLA_BRPORT_STATE
          06 00 02 00 20 00 00 00  ; IFLA_BRPORT_PRIORITY
          08 00 03 00 07 00 00 00  ; IFLA_BRPORT_COST
          05 00 04 00 01 00 00 00  ; IFLA_BRPORT_MODE
          05 00 05 00 00 00 00 00  ; IFLA_BRPORT_GUARD
          05 00 06 00 00 00 00 00  ; IFLA_BRPORT_PROTECT
          05 00 07 00 00 00 00 00  ; IFLA_BRPORT_FAST_LEAVE
          05 00 1c 00 00 00 00 00  ; IFLA_BRPORT_MCAST_TO_UCAST
          05 00 08 00 01 00 00 00  ; IFLA_BRPORT_LEARNING
          05 00 09 00 01 00 00 00  ; IFLA_BRPORT_UNICAST_FLOOD
          05 00 1b 00 01 00 00 00  ; IFLA_BRPORT_MCAST_FLOOD
          05 00 1e 00 01 00 00 00  ; IFLA_BRPORT_BCAST_FLOOD
          05 00 0a 00 00 00 00 00  ; IFLA_BRPORT_PROXYARP
          05 00 0c 00 00 00 00 00  ; IFLA_BRPORT_PROXYARP_WIFI
          0c 00 0d 00 10 00 02 00 00 00 00 0b  ; IFLA_BRPORT_ROOT_ID
          0c 00 0e 00 10 00 02 00 00 00 00 0b  ; IFLA_BRPORT_BRIDGE_ID
          06 00 0f 00 01 80 00 00  ; IFLA_BRPORT_DESIGNATED_PORT
          06 00 10 00 00 00 00 00  ; IFLA_BRPORT_DESIGNATED_COST
          06 00 11 00 01 80 00 00  ; IFLA_BRPORT_ID
          06 00 12 00 01 00 00 00  ; IFLA_BRPORT_NO
          05 00 13 00 00 00 00 00  ; IFLA_BRPORT_TOPOLOGY_CHANGE_ACK
          05 00 14 00 00 00 00 00  ; IFLA_BRPORT_CONFIG_PENDING
          05 00 1d 00 00 00 00 00  ; IFLA_BRPORT_VLAN_TUNNEL
          06 00 1f 00 00 00 00 00  ; IFLA_BRPORT_GROUP_FWD_MASK
          05 00 20 00 00 00 00 00  ; IFLA_BRPORT_NEIGH_SUPPRESS
          05 00 23 00 00 00 00 00  ; IFLA_BRPORT_MRP_RING_OPEN
          05 00 24 00 00 00 00 00  ; IFLA_BRPORT_MRP_IN_OPEN
          05 00 21 00 01 00 00 00  ; IFLA_BRPORT_ISOLATED
          05 00 27 00 00 00 00 00  ; IFLA_BRPORT_LOCKED
          05 00 28 00 00 00 00 00  ; IFLA_BRPORT_MAB
          05 00 2b 00 00 00 00 00  ; IFLA_BRPORT_NEIGH_VLAN_SUPPRESS
          0c 00 15 00 00 00 00 00 00 00 00 00  ; IFLA_BRPORT_MESSAGE_AGE_TIMER
          0c 00 16 00 00 00 00 00 00 00 00 00  ; IFLA_BRPORT_FORWARD_DELAY_TIMER
          0c 00 17 00 00 00 00 00 00 00 00 00  ; IFLA_BRPORT_HOLD_TIMER
          05 00 19 00 02 00 00 00  ; IFLA_BRPORT_MULTICAST_ROUTER
          08 00 25 00 00 02 00 00  ; IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT
          08 00 26 00 00 00 00 00  ; IFLA_BRPORT_MCAST_EHT_HOSTS_CNT
          08 00 29 00 00 00 00 00  ; IFLA_BRPORT_MCAST_N_GROUPS
          08 00 2a 00 00 00 00 00  ; IFLA_BRPORT_MCAST_MAX_GROUPS
    `)
    tells(captured, {
      index: 3,
      name: 'v0',
      kind: 'veth',
      portKind: 'bridge',
      port: {
        state: 'disabled',
        priority: 32,
        cost: 7,
        mode: true,
        guard: false,
        protect: false,
        fastLeave: false,
        mcastToUcast: false,
        learning: true,
        unicastFlood: true,
        mcastFlood: true,
        bcastFlood: true,
        proxyarp: false,
        proxyarpWifi: false,
        rootId: '1000.02:00:00:00:00:0b',
        bridgeId: '1000.02:00:00:00:00:0b',
        designatedPort: 32769,
        designatedCost: 0,
        id: 32769,
        no: 1,
        topologyChangeAck: false,
        configPending: false,
        vlanTunnel: false,
        groupFwdMask: 0,
        neighSuppress: false,
        mrpRingOpen: false,
        mrpInOpen: false,
        isolated: true,
        locked: false,
        mab: false,
        neighVlanSuppress: false,
        messageAgeTimer: 0,
        forwardDelayTimer: 0,
        holdTimer: 0,
        multicastRouter: 'perm',
        mcastEhtHostsLimit: 512,
        mcastEhtHostsCnt: 0,
        mcastNGroups: 0,
        mcastMaxGroups: 0,
      },
    })
  })

  it('a VXLAN over IPv4', () => {
    const captured = bytes(`
      40 05 00 00 10 00 00 00 01 00 00 00 00 00 00 00  ; struct nlmsghdr: RTM_NEWLINK
      00 00 01 00 05 00 00 00 02 10 00 00 00 00 00 00  ; struct ifinfomsg
      08 00 03 00 76 78 34 00  ; IFLA_IFNAME vx4
      f4 00 12 00  ; IFLA_LINKINFO
        0a 00 01 00 76 78 6c 61 6e 00 00 00  ; IFLA_INFO_KIND vxlan
        e4 00 02 00  ; IFLA_INFO_DATA
          08 00 01 00 ff ff ff 00  ; IFLA_VXLAN_ID
          08 00 02 00 ef 01 01 01  ; IFLA_VXLAN_GROUP
          08 00 03 00 02 00 00 00  ; IFLA_VXLAN_LINK
          08 00 04 00 0a 00 00 01  ; IFLA_VXLAN_LOCAL
          05 00 05 00 07 00 00 00  ; IFLA_VXLAN_TTL
          05 00 1c 00 00 00 00 00  ; IFLA_VXLAN_TTL_INHERIT
          05 00 06 00 00 00 00 00  ; IFLA_VXLAN_TOS
          05 00 1d 00 00 00 00 00  ; IFLA_VXLAN_DF
          08 00 1a 00 00 00 00 00  ; IFLA_VXLAN_LABEL
          08 00 20 00 00 00 00 00  ; IFLA_VXLAN_LABEL_POLICY
          05 00 07 00 00 00 00 00  ; IFLA_VXLAN_LEARNING
          05 00 0b 00 00 00 00 00  ; IFLA_VXLAN_PROXY
          05 00 0c 00 00 00 00 00  ; IFLA_VXLAN_RSC
          05 00 0d 00 00 00 00 00  ; IFLA_VXLAN_L2MISS
          05 00 0e 00 00 00 00 00  ; IFLA_VXLAN_L3MISS
          05 00 19 00 00 00 00 00  ; IFLA_VXLAN_COLLECT_METADATA
          08 00 08 00 3c 00 00 00  ; IFLA_VXLAN_AGEING
          08 00 09 00 00 00 00 00  ; IFLA_VXLAN_LIMIT
          06 00 0f 00 12 b5 00 00  ; IFLA_VXLAN_PORT
          05 00 12 00 01 00 00 00  ; IFLA_VXLAN_UDP_CSUM
          05 00 13 00 00 00 00 00  ; IFLA_VXLAN_UDP_ZERO_CSUM6_TX
          05 00 14 00 00 00 00 00  ; IFLA_VXLAN_UDP_ZERO_CSUM6_RX
          05 00 15 00 00 00 00 00  ; IFLA_VXLAN_REMCSUM_TX
          05 00 16 00 00 00 00 00  ; IFLA_VXLAN_REMCSUM_RX
          05 00 1f 00 01 00 00 00  ; IFLA_VXLAN_LOCALBYPASS
          08 00 0a 00 03 e8 07 d0  ; IFLA_VXLAN_PORT_RANGE
          04 00 17 00  ; IFLA_VXLAN_GBP
          0c 00 21 00 77 00 00 00 00 00 00 ff  ; IFLA_VXLAN_RESERVED_BITS
    `)
    tells(captured, {
      index: 5,
      name: 'vx4',
      kind: 'vxlan',
      data: {
        id: 16777215,
        group: '239.1.1.1',
        link: 2,
        local: '10.0.0.1',
        ttl: 7,
        ttlInherit: false,
        tos: 0,
        df: 'unset',
        label: 0,
        labelPolicy: 'fixed',
        learning: false,
        proxy: false,
        rsc: false,
        l2miss: false,
        l3miss: false,
        collectMetadata: false,
        ageing: 60,
        limit: 0,
        port: 4789,
        udpCsum: true,
        udpZeroCsum6Tx: false,
        udpZeroCsum6Rx: false,
        remcsumTx: false,
        remcsumRx: false,
        localbypass: true,
        portRange: { low: 1000, high: 2000 },
        gbp: true,
        reservedBits: { flags: 1996488704, vni: 255 },
      },
    })
  })

  it('a VXLAN over IPv6', () => {
    const captured = bytes(`
      4c 05 00 00 10 00 00 00 01 00 00 00 00 00 00 00  ; struct nlmsghdr: RTM_NEWLINK
      00 00 01 00 06 00 00 00 02 10 00 00 00 00 00 00  ; struct ifinfomsg
      08 00 03 00 76 78 36 00  ; IFLA_IFNAME vx6
      00 01 12 00  ; IFLA_LINKINFO
        0a 00 01 00 76 78 6c 61 6e 00 00 00  ; IFLA_INFO_KIND vxlan
        f0 00 02 00  ; IFLA_INFO_DATA
          08 00 01 00 05 00 00 00  ; IFLA_VXLAN_ID
          14 00 10 00 fd 00 00 00 00 00 00 00 00 00 00 00  ; IFLA_VXLAN_GROUP6
          00 00 00 02
          14 00 11 00 fd 00 00 00 00 00 00 00 00 00 00 00  ; IFLA_VXLAN_LOCAL6
          00 00 00 01
          05 00 05 00 00 00 00 00  ; IFLA_VXLAN_TTL
          05 00 1c 00 01 00 00 00  ; IFLA_VXLAN_TTL_INHERIT
          05 00 06 00 00 00 00 00  ; IFLA_VXLAN_TOS
          05 00 1d 00 01 00 00 00  ; IFLA_VXLAN_DF
          08 00 1a 00 00 01 23 45  ; IFLA_VXLAN_LABEL
          08 00 20 00 00 00 00 00  ; IFLA_VXLAN_LABEL_POLICY
          05 00 07 00 01 00 00 00  ; IFLA_VXLAN_LEARNING
          05 00 0b 00 00 00 00 00  ; IFLA_VXLAN_PROXY
          05 00 0c 00 00 00 00 00  ; IFLA_VXLAN_RSC
          05 00 0d 00 00 00 00 00  ; IFLA_VXLAN_L2MISS
          05 00 0e 00 00 00 00 00  ; IFLA_VXLAN_L3MISS
          05 00 19 00 00 00 00 00  ; IFLA_VXLAN_COLLECT_METADATA
          08 00 08 00 2c 01 00 00  ; IFLA_VXLAN_AGEING
          08 00 09 00 00 00 00 00  ; IFLA_VXLAN_LIMIT
          06 00 0f 00 12 b6 00 00  ; IFLA_VXLAN_PORT
          05 00 12 00 01 00 00 00  ; IFLA_VXLAN_UDP_CSUM
          05 00 13 00 00 00 00 00  ; IFLA_VXLAN_UDP_ZERO_CSUM6_TX
          05 00 14 00 00 00 00 00  ; IFLA_VXLAN_UDP_ZERO_CSUM6_RX
          05 00 15 00 00 00 00 00  ; IFLA_VXLAN_REMCSUM_TX
          05 00 16 00 00 00 00 00  ; IFLA_VXLAN_REMCSUM_RX
          05 00 1f 00 01 00 00 00  ; IFLA_VXLAN_LOCALBYPASS
          08 00 0a 00 00 00 00 00  ; IFLA_VXLAN_PORT_RANGE
          0c 00 21 00 f7 ff ff ff 00 00 00 ff  ; IFLA_VXLAN_RESERVED_BITS
    `)
    tells(captured, {
      index: 6,
      name: 'vx6',
      kind: 'vxlan',
      data: {
        id: 5,
        group6: 'fd00::2',
        local6: 'fd00::1',
        ttl: 0,
        ttlInherit: true,
        tos: 0,
        df: 'set',
        label: 74565,
        labelPolicy: 'fixed',
        learning: true,
        proxy: false,
        rsc: false,
        l2miss: false,
        l3miss: false,
        collectMetadata: false,
        ageing: 300,
        limit: 0,
        port: 4790,
        udpCsum: true,
        udpZeroCsum6Tx: false,
        udpZeroCsum6Rx: false,
        remcsumTx: false,
        remcsumRx: false,
        localbypass: true,
        portRange: { low: 0, high: 0 },
        reservedBits: { flags: 4160749567, vni: 255 },
      },
    })
  })

  it('a macvlan with sources', () => {
    const captured = bytes(`
      ac 04 00 00 10 00 00 00 01 00 00 00 00 00 00 00  ; struct nlmsghdr: RTM_NEWLINK
      00 00 01 00 07 00 00 00 02 10 00 00 00 00 00 00  ; struct ifinfomsg
      08 00 03 00 6d 76 30 00  ; IFLA_IFNAME mv0
      58 00 12 00  ; IFLA_LINKINFO
        0c 00 01 00 6d 61 63 76 6c 61 6e 00  ; IFLA_INFO_KIND macvlan
        48 00 02 00  ; IFLA_INFO_DATA
          08 00 01 00 10 00 00 00  ; IFLA_MACVLAN_MODE
          06 00 02 00 00 00 00 00  ; IFLA_MACVLAN_FLAGS
          08 00 06 00 02 00 00 00  ; IFLA_MACVLAN_MACADDR_COUNT
          1c 00 05 00  ; IFLA_MACVLAN_MACADDR_DATA
            0a 00 04 00 02 00 00 00 00 06 00 00  ; IFLA_MACVLAN_MACADDR
            0a 00 04 00 02 00 00 00 00 05 00 00  ; IFLA_MACVLAN_MACADDR
          08 00 07 00 05 00 00 00  ; IFLA_MACVLAN_BC_QUEUE_LEN
          08 00 08 00 e8 03 00 00  ; IFLA_MACVLAN_BC_QUEUE_LEN_USED
    `)
    tells(captured, {
      index: 7,
      name: 'mv0',
      kind: 'macvlan',
      data: {
        mode: 'source',
        flags: [],
        macaddrCount: 2,
        macaddrData: ['02:00:00:00:00:06', '02:00:00:00:00:05'],
        bcQueueLen: 5,
        bcQueueLenUsed: 1000,
      },
    })
  })

  it('a macvtap', () => {
    const captured = bytes(`
      90 04 00 00 10 00 00 00 01 00 00 00 00 00 00 00  ; struct nlmsghdr: RTM_NEWLINK
      00 00 01 00 08 00 00 00 02 10 00 00 00 00 00 00  ; struct ifinfomsg
      08 00 03 00 6d 74 30 00  ; IFLA_IFNAME mt0
      3c 00 12 00  ; IFLA_LINKINFO
        0c 00 01 00 6d 61 63 76 74 61 70 00  ; IFLA_INFO_KIND macvtap
        2c 00 02 00  ; IFLA_INFO_DATA
          08 00 01 00 04 00 00 00  ; IFLA_MACVLAN_MODE
          06 00 02 00 00 00 00 00  ; IFLA_MACVLAN_FLAGS
          08 00 06 00 00 00 00 00  ; IFLA_MACVLAN_MACADDR_COUNT
          08 00 07 00 e8 03 00 00  ; IFLA_MACVLAN_BC_QUEUE_LEN
          08 00 08 00 e8 03 00 00  ; IFLA_MACVLAN_BC_QUEUE_LEN_USED
    `)
    tells(captured, {
      index: 8,
      name: 'mt0',
      kind: 'macvtap',
      data: { mode: 'bridge', flags: [], macaddrCount: 0, bcQueueLen: 1000, bcQueueLenUsed: 1000 },
    })
  })

  it('an ifb', () => {
    const captured = bytes(`
      5c 04 00 00 10 00 00 00 01 00 00 00 00 00 00 00  ; struct nlmsghdr: RTM_NEWLINK
      00 00 01 00 0a 00 00 00 82 00 00 00 00 00 00 00  ; struct ifinfomsg
      09 00 03 00 69 66 62 37 00 00 00 00  ; IFLA_IFNAME ifb7
      0c 00 12 00  ; IFLA_LINKINFO
        08 00 01 00 69 66 62 00  ; IFLA_INFO_KIND ifb
    `)
    tells(captured, { index: 10, name: 'ifb7', kind: 'ifb' })
  })

  it('a tap', () => {
    const captured = bytes(`
      a0 04 00 00 10 00 00 00 01 00 00 00 00 00 00 00  ; struct nlmsghdr: RTM_NEWLINK
      00 00 01 00 0b 00 00 00 02 10 00 00 00 00 00 00  ; struct ifinfomsg
      09 00 03 00 74 61 70 30 00 00 00 00  ; IFLA_IFNAME tap0
      50 00 12 00  ; IFLA_LINKINFO
        08 00 01 00 74 75 6e 00  ; IFLA_INFO_KIND tun
        44 00 02 00  ; IFLA_INFO_DATA
          05 00 03 00 02 00 00 00  ; IFLA_TUN_TYPE
          08 00 01 00 00 00 00 00  ; IFLA_TUN_OWNER
          05 00 04 00 00 00 00 00  ; IFLA_TUN_PI
          05 00 05 00 00 00 00 00  ; IFLA_TUN_VNET_HDR
          05 00 06 00 01 00 00 00  ; IFLA_TUN_PERSIST
          05 00 07 00 01 00 00 00  ; IFLA_TUN_MULTI_QUEUE
          08 00 08 00 00 00 00 00  ; IFLA_TUN_NUM_QUEUES
          08 00 09 00 00 00 00 00  ; IFLA_TUN_NUM_DISABLED_QUEUES
    `)
    tells(captured, {
      index: 11,
      name: 'tap0',
      kind: 'tun',
      data: {
        type: 'tap',
        owner: 0,
        pi: false,
        vnetHdr: false,
        persist: true,
        multiQueue: true,
        numQueues: 0,
        numDisabledQueues: 0,
      },
    })
  })
})
