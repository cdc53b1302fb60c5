import type { Address } from '../../lib/address/address.ts'
import { addresses } from './support/address.ts'
import type { ReportCase } from './support/golden.ts'

const reports: readonly ReportCase<Address>[] = [
  {
    shown: 'inet 127.0.0.2/8 scope host secondary lo',
    item: {
      family: 'inet',
      scope: 'host',
      link: 1,
      address: '127.0.0.2/8',
      label: 'lo',
      flags: ['secondary', 'permanent'],
      cacheinfo: { prefered: 'forever', valid: 'forever', cstamp: 378108, tstamp: 378108 },
    },
    report: `
      4c000000 14000200 00000000 00000000           # RTM_NEWADDR, MULTI
      020881fe 01000000                             # ifaddrmsg: family 2, /8, flags 0x81, scope 254, link 1
      08000100 7f000002                             # IFA_ADDRESS 127.0.0.2
      08000200 7f000002                             # IFA_LOCAL 127.0.0.2
      07000300 6c6f0000                             # IFA_LABEL lo
      08000800 81000000                             # IFA_FLAGS 129
      14000600 ffffffff ffffffff fcc40500 fcc40500  # IFA_CACHEINFO
    `,
  },
  {
    shown: 'inet 172.18.0.2/16 brd 172.18.255.255 scope link v0:one',
    item: {
      family: 'inet',
      scope: 'link',
      link: 10,
      address: '172.18.0.2/16',
      broadcast: '172.18.255.255',
      label: 'v0:one',
      flags: ['permanent'],
      cacheinfo: { prefered: 'forever', valid: 'forever', cstamp: 378107, tstamp: 378107 },
    },
    report: `
      58000000 14000200 00000000 00000000           # RTM_NEWADDR, MULTI
      021080fd 0a000000                             # ifaddrmsg: family 2, /16, flags 0x80, scope 253, link 10
      08000100 ac120002                             # IFA_ADDRESS 172.18.0.2
      08000200 ac120002                             # IFA_LOCAL 172.18.0.2
      08000400 ac12ffff                             # IFA_BROADCAST 172.18.255.255
      0b000300 76303a6f 6e650000                    # IFA_LABEL v0:one
      08000800 80000000                             # IFA_FLAGS 128
      14000600 ffffffff ffffffff fbc40500 fbc40500  # IFA_CACHEINFO
    `,
  },
  {
    shown: 'inet 172.19.0.1 peer 172.19.0.2/32 scope global v0',
    item: {
      family: 'inet',
      scope: 'universe',
      link: 10,
      address: '172.19.0.1/32',
      peer: '172.19.0.2/32',
      label: 'v0',
      flags: ['permanent'],
      cacheinfo: { prefered: 'forever', valid: 'forever', cstamp: 378108, tstamp: 378108 },
    },
    report: `
      4c000000 14000200 00000000 00000000           # RTM_NEWADDR, MULTI
      02208000 0a000000                             # ifaddrmsg: family 2, /32, flags 0x80, scope 0, link 10
      08000100 ac130002                             # IFA_ADDRESS 172.19.0.2
      08000200 ac130001                             # IFA_LOCAL 172.19.0.1
      07000300 76300000                             # IFA_LABEL v0
      08000800 80000000                             # IFA_FLAGS 128
      14000600 ffffffff ffffffff fcc40500 fcc40500  # IFA_CACHEINFO
    `,
  },
  {
    shown: 'inet 172.21.0.1/24 metric 77 scope global noprefixroute v0',
    item: {
      family: 'inet',
      scope: 'universe',
      link: 10,
      address: '172.21.0.1/24',
      label: 'v0',
      rtPriority: 77,
      flags: ['permanent', 'noprefixroute'],
      cacheinfo: { prefered: 'forever', valid: 'forever', cstamp: 378110, tstamp: 378110 },
    },
    report: `
      54000000 14000200 00000000 00000000           # RTM_NEWADDR, MULTI
      02188000 0a000000                             # ifaddrmsg: family 2, /24, flags 0x80, scope 0, link 10
      08000100 ac150001                             # IFA_ADDRESS 172.21.0.1
      08000200 ac150001                             # IFA_LOCAL 172.21.0.1
      07000300 76300000                             # IFA_LABEL v0
      08000800 80020000                             # IFA_FLAGS 640
      08000900 4d000000                             # IFA_RT_PRIORITY 77
      14000600 ffffffff ffffffff fec40500 fec40500  # IFA_CACHEINFO
    `,
  },
  {
    shown: 'inet 239.1.1.1/32 scope global autojoin v0',
    item: {
      family: 'inet',
      scope: 'universe',
      link: 10,
      address: '239.1.1.1/32',
      label: 'v0',
      flags: ['permanent', 'mcautojoin'],
      cacheinfo: { prefered: 'forever', valid: 'forever', cstamp: 378116, tstamp: 378116 },
    },
    report: `
      4c000000 14000200 00000000 00000000           # RTM_NEWADDR, MULTI
      02208000 0a000000                             # ifaddrmsg: family 2, /32, flags 0x80, scope 0, link 10
      08000100 ef010101                             # IFA_ADDRESS 239.1.1.1
      08000200 ef010101                             # IFA_LOCAL 239.1.1.1
      07000300 76300000                             # IFA_LABEL v0
      08000800 80040000                             # IFA_FLAGS 1152
      14000600 ffffffff ffffffff 04c50500 04c50500  # IFA_CACHEINFO
    `,
  },
  {
    shown: 'inet6 ::1/128 scope host (proto kernel_lo)',
    item: {
      family: 'inet6',
      scope: 'host',
      link: 1,
      address: '::1/128',
      flags: ['permanent'],
      proto: 'kernel_lo',
      cacheinfo: { prefered: 'forever', valid: 'forever', cstamp: 378041, tstamp: 378041 },
    },
    report: `
      50000000 14000200 00000000 00000000           # RTM_NEWADDR, MULTI
      0a8080fe 01000000                             # ifaddrmsg: family 10, /128, flags 0x80, scope 254, link 1
      14000100 00000000 00000000 00000000 00000001  # IFA_ADDRESS ::1
      14000600 ffffffff ffffffff b9c40500 b9c40500  # IFA_CACHEINFO
      08000800 80000000                             # IFA_FLAGS 128
      05000b00 01000000                             # IFA_PROTO 1
    `,
  },
  {
    shown: 'inet6 fd03::1/64 scope global tentative, preferred_lft 700sec',
    item: {
      family: 'inet6',
      scope: 'universe',
      link: 10,
      address: 'fd03::1/64',
      flags: ['tentative', 'permanent'],
      cacheinfo: { prefered: 700, valid: 'forever', cstamp: 378112, tstamp: 378112 },
    },
    report: `
      48000000 14000200 00000000 00000000           # RTM_NEWADDR, MULTI
      0a40c000 0a000000                             # ifaddrmsg: family 10, /64, flags 0xc0, scope 0, link 10
      14000100 fd030000 00000000 00000000 00000001  # IFA_ADDRESS fd03::1
      14000600 bc020000 ffffffff 00c50500 00c50500  # IFA_CACHEINFO
      08000800 c0000000                             # IFA_FLAGS 192
    `,
  },
  {
    shown: 'inet6 fd02::1 peer fd02::2/128 scope global tentative',
    item: {
      family: 'inet6',
      scope: 'universe',
      link: 10,
      address: 'fd02::1/128',
      peer: 'fd02::2/128',
      flags: ['tentative', 'permanent'],
      cacheinfo: { prefered: 'forever', valid: 'forever', cstamp: 378111, tstamp: 378111 },
    },
    report: `
      5c000000 14000200 00000000 00000000           # RTM_NEWADDR, MULTI
      0a80c000 0a000000                             # ifaddrmsg: family 10, /128, flags 0xc0, scope 0, link 10
      14000200 fd020000 00000000 00000000 00000001  # IFA_LOCAL fd02::1
      14000100 fd020000 00000000 00000000 00000002  # IFA_ADDRESS fd02::2
      14000600 ffffffff ffffffff ffc40500 ffc40500  # IFA_CACHEINFO
      08000800 c0000000                             # IFA_FLAGS 192
    `,
  },
  {
    shown: 'inet6 fd01::1/64 scope global nodad home mngtmpaddr',
    item: {
      family: 'inet6',
      scope: 'universe',
      link: 10,
      address: 'fd01::1/64',
      flags: ['nodad', 'homeaddress', 'permanent', 'managetempaddr'],
      cacheinfo: { prefered: 'forever', valid: 'forever', cstamp: 378110, tstamp: 378110 },
    },
    report: `
      48000000 14000200 00000000 00000000           # RTM_NEWADDR, MULTI
      0a409200 0a000000                             # ifaddrmsg: family 10, /64, flags 0x92, scope 0, link 10
      14000100 fd010000 00000000 00000000 00000001  # IFA_ADDRESS fd01::1
      14000600 ffffffff ffffffff fec40500 fec40500  # IFA_CACHEINFO
      08000800 92010000                             # IFA_FLAGS 402
    `,
  },
  {
    shown: 'inet6 fe80::4c11:70ff:fece:f321/64 scope link tentative (proto kernel_ll)',
    item: {
      family: 'inet6',
      scope: 'link',
      link: 10,
      address: 'fe80::4c11:70ff:fece:f321/64',
      flags: ['tentative', 'permanent'],
      proto: 'kernel_ll',
      cacheinfo: { prefered: 'forever', valid: 'forever', cstamp: 378041, tstamp: 378041 },
    },
    report: `
      50000000 14000200 00000000 00000000           # RTM_NEWADDR, MULTI
      0a40c0fd 0a000000                             # ifaddrmsg: family 10, /64, flags 0xc0, scope 253, link 10
      14000100 fe800000 00000000 4c1170ff fecef321  # IFA_ADDRESS fe80::4c11:70ff:fece:f321
      14000600 ffffffff ffffffff b9c40500 b9c40500  # IFA_CACHEINFO
      08000800 c0000000                             # IFA_FLAGS 192
      05000b00 03000000                             # IFA_PROTO 3
    `,
  },
]

addresses.reports(reports)
