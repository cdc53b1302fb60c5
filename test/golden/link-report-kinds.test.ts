import { bytes } from './support/bytes.ts'
import { tells } from './support/link.ts'

/** What Linux 6.18 answered to RTM_GETLINK, without what is not about the kind. */
describe('what the kernel reports of other kinds', () => {
  it('a macvlan with sources', () => {
    const captured = bytes(`
      ac 04 00 00 10 00 00 00 01 00 00 00 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 01 00 07 00 00 00 02 10 00 00 00 00 00 00  # struct ifinfomsg
      08 00 03 00 6d 76 30 00  # IFLA_IFNAME mv0
      58 00 12 00  # IFLA_LINKINFO
        0c 00 01 00 6d 61 63 76 6c 61 6e 00  # IFLA_INFO_KIND macvlan
        48 00 02 00  # IFLA_INFO_DATA
          08 00 01 00 10 00 00 00  # IFLA_MACVLAN_MODE
          06 00 02 00 00 00 00 00  # IFLA_MACVLAN_FLAGS
          08 00 06 00 02 00 00 00  # IFLA_MACVLAN_MACADDR_COUNT
          1c 00 05 00  # IFLA_MACVLAN_MACADDR_DATA
            0a 00 04 00 02 00 00 00 00 06 00 00  # IFLA_MACVLAN_MACADDR
            0a 00 04 00 02 00 00 00 00 05 00 00  # IFLA_MACVLAN_MACADDR
          08 00 07 00 05 00 00 00  # IFLA_MACVLAN_BC_QUEUE_LEN
          08 00 08 00 e8 03 00 00  # IFLA_MACVLAN_BC_QUEUE_LEN_USED
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
      90 04 00 00 10 00 00 00 01 00 00 00 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 01 00 08 00 00 00 02 10 00 00 00 00 00 00  # struct ifinfomsg
      08 00 03 00 6d 74 30 00  # IFLA_IFNAME mt0
      3c 00 12 00  # IFLA_LINKINFO
        0c 00 01 00 6d 61 63 76 74 61 70 00  # IFLA_INFO_KIND macvtap
        2c 00 02 00  # IFLA_INFO_DATA
          08 00 01 00 04 00 00 00  # IFLA_MACVLAN_MODE
          06 00 02 00 00 00 00 00  # IFLA_MACVLAN_FLAGS
          08 00 06 00 00 00 00 00  # IFLA_MACVLAN_MACADDR_COUNT
          08 00 07 00 e8 03 00 00  # IFLA_MACVLAN_BC_QUEUE_LEN
          08 00 08 00 e8 03 00 00  # IFLA_MACVLAN_BC_QUEUE_LEN_USED
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
      5c 04 00 00 10 00 00 00 01 00 00 00 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 01 00 0a 00 00 00 82 00 00 00 00 00 00 00  # struct ifinfomsg
      09 00 03 00 69 66 62 37 00 00 00 00  # IFLA_IFNAME ifb7
      0c 00 12 00  # IFLA_LINKINFO
        08 00 01 00 69 66 62 00  # IFLA_INFO_KIND ifb
    `)
    tells(captured, { index: 10, name: 'ifb7', kind: 'ifb' })
  })

  it('a tap', () => {
    const captured = bytes(`
      a0 04 00 00 10 00 00 00 01 00 00 00 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 01 00 0b 00 00 00 02 10 00 00 00 00 00 00  # struct ifinfomsg
      09 00 03 00 74 61 70 30 00 00 00 00  # IFLA_IFNAME tap0
      50 00 12 00  # IFLA_LINKINFO
        08 00 01 00 74 75 6e 00  # IFLA_INFO_KIND tun
        44 00 02 00  # IFLA_INFO_DATA
          05 00 03 00 02 00 00 00  # IFLA_TUN_TYPE
          08 00 01 00 00 00 00 00  # IFLA_TUN_OWNER
          05 00 04 00 00 00 00 00  # IFLA_TUN_PI
          05 00 05 00 00 00 00 00  # IFLA_TUN_VNET_HDR
          05 00 06 00 01 00 00 00  # IFLA_TUN_PERSIST
          05 00 07 00 01 00 00 00  # IFLA_TUN_MULTI_QUEUE
          08 00 08 00 00 00 00 00  # IFLA_TUN_NUM_QUEUES
          08 00 09 00 00 00 00 00  # IFLA_TUN_NUM_DISABLED_QUEUES
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
