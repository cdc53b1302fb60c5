import { bytes } from './support/bytes.ts'
import { tells } from './support/link.ts'

/** What Linux 6.1 answered to RTM_GETLINK about tunnels over IP; but for their addresses, their attributes were left out. */
const CAPTURED = {
  'a GRE tunnel': {
    message: `
      30 00 00 00 10 00 00 00 01 00 00 00 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 0a 03 06 00 00 00 90 00 00 00 00 00 00 00  # struct ifinfomsg: ARPHRD_IPGRE
      08 00 03 00 67 72 30 00  # IFLA_IFNAME gr0
      08 00 01 00 0a 09 00 01  # IFLA_ADDRESS
      08 00 02 00 0a 09 00 02  # IFLA_BROADCAST`,
    told: { name: 'gr0', type: 'ipgre', index: 6, address: '10.9.0.1', broadcast: '10.9.0.2' },
  },
  'an IPIP tunnel': {
    message: `
      38 00 00 00 10 00 00 00 01 00 00 00 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 00 03 08 00 00 00 90 00 00 00 00 00 00 00  # struct ifinfomsg: ARPHRD_TUNNEL
      08 00 03 00 69 69 30 00  # IFLA_IFNAME ii0
      08 00 01 00 0a 09 00 01  # IFLA_ADDRESS
      08 00 02 00 0a 09 00 02  # IFLA_BROADCAST
      08 00 36 00 0a 09 00 01  # IFLA_PERM_ADDRESS`,
    told: {
      ...{ name: 'ii0', type: 'tunnel', index: 8, address: '10.9.0.1', broadcast: '10.9.0.2' },
      permAddress: '10.9.0.1',
    },
  },
  'a SIT tunnel': {
    message: `
      30 00 00 00 10 00 00 00 01 00 00 00 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 08 03 0a 00 00 00 90 00 00 00 00 00 00 00  # struct ifinfomsg: ARPHRD_SIT
      08 00 03 00 73 69 30 00  # IFLA_IFNAME si0
      08 00 01 00 0a 09 00 01  # IFLA_ADDRESS
      08 00 02 00 0a 09 00 02  # IFLA_BROADCAST`,
    told: { name: 'si0', type: 'sit', index: 10, address: '10.9.0.1', broadcast: '10.9.0.2' },
  },
  'a GRE tunnel over IPv6': {
    message: `
      48 00 00 00 10 00 00 00 01 00 00 00 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 37 03 0d 00 00 00 90 00 00 00 00 00 00 00  # struct ifinfomsg: ARPHRD_IP6GRE
      08 00 03 00 67 36 30 00  # IFLA_IFNAME g60
      14 00 01 00 fd 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01  # IFLA_ADDRESS
      14 00 02 00 fd 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02  # IFLA_BROADCAST`,
    told: { name: 'g60', type: 'ip6gre', index: 13, address: 'fd00::1', broadcast: 'fd00::2' },
  },
  'a tunnel over IPv6': {
    message: `
      5c 00 00 00 10 00 00 00 01 00 00 00 00 00 00 00  # struct nlmsghdr: RTM_NEWLINK
      00 00 01 03 0e 00 00 00 90 00 00 00 00 00 00 00  # struct ifinfomsg: ARPHRD_TUNNEL6
      08 00 03 00 74 36 30 00  # IFLA_IFNAME t60
      14 00 01 00 fd 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01  # IFLA_ADDRESS
      14 00 02 00 fd 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02  # IFLA_BROADCAST
      14 00 36 00 52 dc 70 57 84 40 00 00 00 00 00 00 00 00 00 00  # IFLA_PERM_ADDRESS`,
    told: {
      ...{ name: 't60', type: 'tunnel6', index: 14, address: 'fd00::1', broadcast: 'fd00::2' },
      permAddress: '52dc:7057:8440::',
    },
  },
} as const

describe('what the kernel reports of tunnels over IP', () => {
  for (const [what, { message, told }] of Object.entries(CAPTURED)) {
    it(`has IP addresses for hardware addresses: ${what}`, () => {
      tells(bytes(message), { ...told, flags: ['pointopoint', 'noarp'], up: false })
    })
  }

  it('has the four bytes in hexadecimal where the link is not a tunnel', () => {
    const message = CAPTURED['a GRE tunnel'].message.replace('00 00 0a 03', '00 00 20 00')
    const told = { name: 'gr0', index: 6, address: '0a:09:00:01', broadcast: '0a:09:00:02' }
    tells(bytes(message), { ...told, type: 'infiniband', flags: ['pointopoint', 'noarp'], up: false })
  })
})
