import type { RouteCase } from './route-case.ts'

const via = { gateway: '10.0.0.2' }

export const metrics: readonly RouteCase[] = [
  {
    what: 'every metric',
    ours: {
      dst: '10.9.0.0/16',
      ...via,
      metrics: {
        mtu: 1400,
        window: 1000,
        rtt: 80,
        rttvar: 40,
        ssthresh: 7,
        cwnd: 9,
        advmss: 1300,
        reordering: 4,
        hoplimit: 9,
        initcwnd: 20,
        features: ['ecn'],
        initrwnd: 21,
        quickack: true,
        ccAlgo: 'reno',
        fastopenNoCookie: true,
      },
    },
    ip: 'route add 10.9.0.0/16 via 10.0.0.2 mtu 1400 window 1000 rtt 80 rttvar 40 ssthresh 7 cwnd 9 advmss 1300 reordering 4 hoplimit 9 initcwnd 20 features ecn initrwnd 21 quickack 1 congctl reno fastopen_no_cookie 1',
    shown: {
      metrics: [
        {
          mtu: 1400,
          window: 1000,
          rtt: 10,
          rttvar: 10,
          ssthresh: 7,
          cwnd: 9,
          advmss: 1300,
          reordering: 4,
          hoplimit: 9,
          initcwnd: 20,
          ecn: null,
          initrwnd: 21,
          quickack: 1,
          congestion: 'reno',
          fastopen_no_cookie: 1,
        },
      ],
    },
  },
  {
    what: 'locked metrics',
    ours: {
      dst: '10.9.0.0/16',
      ...via,
      metrics: {
        lock: ['mtu', 'window', 'rtt', 'rttvar', 'ssthresh', 'cwnd', 'advmss', 'reordering', 'hoplimit', 'rtoMin'],
        mtu: 1400,
        window: 1000,
        rtt: 80,
        rttvar: 40,
        ssthresh: 7,
        cwnd: 9,
        advmss: 1300,
        reordering: 4,
        hoplimit: 9,
        rtoMin: 10,
      },
    },
    ip: 'route add 10.9.0.0/16 via 10.0.0.2 mtu lock 1400 window lock 1000 rtt lock 80 rttvar lock 40 ssthresh lock 7 cwnd lock 9 advmss lock 1300 reordering lock 4 hoplimit lock 9 rto_min 10ms',
    shown: {
      metrics: [
        {
          mtu: 1400,
          window: 1000,
          rtt: 10,
          rttvar: 10,
          ssthresh: 7,
          cwnd: 9,
          advmss: 1300,
          reordering: 4,
          hoplimit: 9,
          rto_min: 10,
        },
      ],
    },
  },
  {
    what: 'a hop limit alone',
    ours: { dst: '10.9.0.0/16', ...via, metrics: { hoplimit: 255 } },
    ip: 'route add 10.9.0.0/16 via 10.0.0.2 hoplimit 255',
    shown: { metrics: [{ hoplimit: 255 }] },
  },
  {
    what: 'quick acks off',
    ours: { dst: '10.9.0.0/16', ...via, metrics: { quickack: false, mtu: 1280 } },
    ip: 'route add 10.9.0.0/16 via 10.0.0.2 quickack 0 mtu 1280',
    shown: { metrics: [{ mtu: 1280 }] },
    listed: { metrics: { mtu: 1280 } },
  },
  {
    what: 'IPv6 metrics',
    ours: {
      dst: 'fd09::/64',
      gateway: 'fd00::2',
      metrics: { mtu: 1400, hoplimit: 3, advmss: 1200, initcwnd: 30, ccAlgo: 'cubic' },
    },
    ip: '-6 route add fd09::/64 via fd00::2 mtu 1400 hoplimit 3 advmss 1200 initcwnd 30 congctl cubic',
    shown: { metrics: [{ mtu: 1400, hoplimit: 3, advmss: 1200, initcwnd: 30, congestion: 'cubic' }] },
  },
]
