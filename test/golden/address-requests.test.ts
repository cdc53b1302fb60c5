import { addAddress, deleteAddress, replaceAddress } from '../../lib/address/address.ts'
import { addresses } from './support/address.ts'
import type { RequestCase } from './support/golden.ts'

const requests: readonly RequestCase[] = [
  {
    command: 'ip addr add 172.17.0.2/16 dev v0',
    call: (to) => to.on(addAddress)({ link: 10, address: '172.17.0.2/16' }),
    request: `
      28000000 14000506 00000000 00000000  # RTM_NEWADDR, REQUEST ACK EXCL CREATE
      02100000 0a000000                    # ifaddrmsg: family 2, /16, flags 0x0, scope 0, link 10
      08000200 ac110002                    # IFA_LOCAL 172.17.0.2
      08000100 ac110002                    # IFA_ADDRESS 172.17.0.2
    `,
  },
  {
    command: 'ip addr add 172.18.0.2/16 broadcast 172.18.255.255 label v0:one scope link dev v0',
    call: (to) =>
      to.on(addAddress)({
        link: 10,
        address: '172.18.0.2/16',
        broadcast: '172.18.255.255',
        label: 'v0:one',
        scope: 'link',
      }),
    request: `
      3c000000 14000506 00000000 00000000  # RTM_NEWADDR, REQUEST ACK EXCL CREATE
      021000fd 0a000000                    # ifaddrmsg: family 2, /16, flags 0x0, scope 253, link 10
      08000200 ac120002                    # IFA_LOCAL 172.18.0.2
      08000400 ac12ffff                    # IFA_BROADCAST 172.18.255.255
      0b000300 76303a6f 6e650000           # IFA_LABEL v0:one
      08000100 ac120002                    # IFA_ADDRESS 172.18.0.2
    `,
  },
  {
    command: 'ip addr add 172.19.0.1 peer 172.19.0.2/32 dev v0',
    call: (to) => to.on(addAddress)({ link: 10, address: '172.19.0.1', peer: '172.19.0.2/32' }),
    request: `
      28000000 14000506 00000000 00000000  # RTM_NEWADDR, REQUEST ACK EXCL CREATE
      02200000 0a000000                    # ifaddrmsg: family 2, /32, flags 0x0, scope 0, link 10
      08000200 ac130001                    # IFA_LOCAL 172.19.0.1
      08000100 ac130002                    # IFA_ADDRESS 172.19.0.2
    `,
  },
  {
    command: 'ip addr add 127.0.0.2/8 dev lo',
    call: (to) => to.on(addAddress)({ link: 1, address: '127.0.0.2/8' }),
    request: `
      28000000 14000506 00000000 00000000  # RTM_NEWADDR, REQUEST ACK EXCL CREATE
      020800fe 01000000                    # ifaddrmsg: family 2, /8, flags 0x0, scope 254, link 1
      08000200 7f000002                    # IFA_LOCAL 127.0.0.2
      08000100 7f000002                    # IFA_ADDRESS 127.0.0.2
    `,
  },
  {
    command: 'ip addr add 172.20.0.1/24 dev v0 valid_lft 600 preferred_lft 300',
    call: (to) => to.on(addAddress)({ link: 10, address: '172.20.0.1/24', cacheinfo: { valid: 600, prefered: 300 } }),
    request: `
      3c000000 14000506 00000000 00000000           # RTM_NEWADDR, REQUEST ACK EXCL CREATE
      02180000 0a000000                             # ifaddrmsg: family 2, /24, flags 0x0, scope 0, link 10
      08000200 ac140001                             # IFA_LOCAL 172.20.0.1
      08000100 ac140001                             # IFA_ADDRESS 172.20.0.1
      14000600 2c010000 58020000 00000000 00000000  # IFA_CACHEINFO
    `,
  },
  {
    command: 'ip addr add 172.21.0.1/24 dev v0 metric 77 noprefixroute',
    call: (to) => to.on(addAddress)({ link: 10, address: '172.21.0.1/24', rtPriority: 77, flags: ['noprefixroute'] }),
    request: `
      38000000 14000506 00000000 00000000  # RTM_NEWADDR, REQUEST ACK EXCL CREATE
      02180000 0a000000                    # ifaddrmsg: family 2, /24, flags 0x0, scope 0, link 10
      08000200 ac150001                    # IFA_LOCAL 172.21.0.1
      08000900 4d000000                    # IFA_RT_PRIORITY 77
      08000800 00020000                    # IFA_FLAGS 512
      08000100 ac150001                    # IFA_ADDRESS 172.21.0.1
    `,
  },
  {
    command: 'ip addr add fd01::1/64 dev v0 nodad home mngtmpaddr',
    call: (to) =>
      to.on(addAddress)({ link: 10, address: 'fd01::1/64', flags: ['nodad', 'homeaddress', 'managetempaddr'] }),
    request: `
      48000000 14000506 00000000 00000000           # RTM_NEWADDR, REQUEST ACK EXCL CREATE
      0a400000 0a000000                             # ifaddrmsg: family 10, /64, flags 0x0, scope 0, link 10
      14000200 fd010000 00000000 00000000 00000001  # IFA_LOCAL fd01::1
      08000800 12010000                             # IFA_FLAGS 274
      14000100 fd010000 00000000 00000000 00000001  # IFA_ADDRESS fd01::1
    `,
  },
  {
    command: 'ip addr add fd02::1 peer fd02::2/128 dev v0',
    call: (to) => to.on(addAddress)({ link: 10, address: 'fd02::1', peer: 'fd02::2/128' }),
    request: `
      40000000 14000506 00000000 00000000           # RTM_NEWADDR, REQUEST ACK EXCL CREATE
      0a800000 0a000000                             # ifaddrmsg: family 10, /128, flags 0x0, scope 0, link 10
      14000200 fd020000 00000000 00000000 00000001  # IFA_LOCAL fd02::1
      14000100 fd020000 00000000 00000000 00000002  # IFA_ADDRESS fd02::2
    `,
  },
  {
    command: 'ip addr replace fd03::1/64 dev v0 valid_lft forever preferred_lft 700',
    call: (to) =>
      to.on(replaceAddress)({ link: 10, address: 'fd03::1/64', cacheinfo: { valid: 'forever', prefered: 700 } }),
    request: `
      54000000 14000505 00000000 00000000           # RTM_NEWADDR, REQUEST ACK REPLACE CREATE
      0a400000 0a000000                             # ifaddrmsg: family 10, /64, flags 0x0, scope 0, link 10
      14000200 fd030000 00000000 00000000 00000001  # IFA_LOCAL fd03::1
      14000100 fd030000 00000000 00000000 00000001  # IFA_ADDRESS fd03::1
      14000600 bc020000 ffffffff 00000000 00000000  # IFA_CACHEINFO
    `,
  },
  {
    command: 'ip addr del 172.17.0.2/16 dev v0',
    call: (to) => to.on(deleteAddress)({ link: 10, address: '172.17.0.2/16' }),
    request: `
      28000000 15000500 00000000 00000000  # RTM_DELADDR, REQUEST ACK
      02100000 0a000000                    # ifaddrmsg: family 2, /16, flags 0x0, scope 0, link 10
      08000200 ac110002                    # IFA_LOCAL 172.17.0.2
      08000100 ac110002                    # IFA_ADDRESS 172.17.0.2
    `,
  },
  {
    command: 'ip addr add 172.22.0.1/24 brd + dev v0',
    call: (to) => to.on(addAddress)({ link: 10, address: '172.22.0.1/24', broadcast: '172.22.0.255' }),
    request: `
      30000000 14000506 00000000 00000000  # RTM_NEWADDR, REQUEST ACK EXCL CREATE
      02180000 0a000000                    # ifaddrmsg: family 2, /24, flags 0x0, scope 0, link 10
      08000200 ac160001                    # IFA_LOCAL 172.22.0.1
      08000100 ac160001                    # IFA_ADDRESS 172.22.0.1
      08000400 ac1600ff                    # IFA_BROADCAST 172.22.0.255
    `,
  },
  {
    command: 'ip addr add 239.1.1.1/32 dev v0 autojoin',
    call: (to) => to.on(addAddress)({ link: 10, address: '239.1.1.1/32', flags: ['mcautojoin'] }),
    request: `
      30000000 14000506 00000000 00000000  # RTM_NEWADDR, REQUEST ACK EXCL CREATE
      02200000 0a000000                    # ifaddrmsg: family 2, /32, flags 0x0, scope 0, link 10
      08000200 ef010101                    # IFA_LOCAL 239.1.1.1
      08000800 00040000                    # IFA_FLAGS 1024
      08000100 ef010101                    # IFA_ADDRESS 239.1.1.1
    `,
  },
  {
    command: 'ip addr add fd05::1/64 dev v0 optimistic',
    call: (to) => to.on(addAddress)({ link: 10, address: 'fd05::1/64', flags: ['optimistic'] }),
    request: `
      40000000 14000506 00000000 00000000           # RTM_NEWADDR, REQUEST ACK EXCL CREATE
      0a400400 0a000000                             # ifaddrmsg: family 10, /64, flags 0x4, scope 0, link 10
      14000200 fd050000 00000000 00000000 00000001  # IFA_LOCAL fd05::1
      14000100 fd050000 00000000 00000000 00000001  # IFA_ADDRESS fd05::1
    `,
  },
]

addresses.requests(requests)
