import { kindCases } from './support/kinds.ts'

kindCases('bonds', [
  {
    command:
      'bond mode active-backup miimon 100 updelay 200 downdelay 300 peer_notify_delay 400 use_carrier 1 primary v0 primary_reselect failure fail_over_mac follow',
    data: {
      mode: 'active-backup',
      miimon: 100,
      updelay: 200,
      downdelay: 300,
      peerNotifDelay: 400,
      useCarrier: true,
      primary: 3,
      primaryReselect: 'failure',
      failOverMac: 'follow',
    },
    request: `
        800000001000050600000000000000000000000000000000000000000000000006000300780000005800120008000100626f
        6e644c0002000500010001000000080003006400000008000400c8000000080005002c01000008001c009001000005000600
        0100000008000b000300000005000c000200000005000d0002000000
      `,
  },
  {
    command:
      'bond arp_interval 100 arp_ip_target 10.0.0.8,10.0.0.9 ns_ip6_target fd00::8,fd00::9 arp_validate filter_active arp_all_targets all arp_missed_max 7',
    data: {
      arpInterval: 100,
      arpIpTarget: ['10.0.0.8', '10.0.0.9'],
      nsIp6Target: ['fd00::8', 'fd00::9'],
      arpValidate: 'filter_active',
      arpAllTargets: 'all',
      missedMax: 7,
    },
    request: `
        980000001000050600000000000000000000000000000000000000000000000006000300780000007000120008000100626f
        6e6464000200080007006400000014000800080000000a000008080001000a0000092c001f0014000000fd00000000000000
        000000000000000814000100fd000000000000000000000000000009080009000500000008000a000100000005001e000700
        0000
      `,
  },
  {
    command:
      'bond mode balance-xor xmit_hash_policy layer3+4 resend_igmp 5 num_grat_arp 6 all_slaves_active 1 min_links 2 lp_interval 3',
    data: {
      mode: 'balance-xor',
      xmitHashPolicy: 'layer3+4',
      resendIgmp: 5,
      numPeerNotif: 6,
      allSlavesActive: true,
      minLinks: 2,
      lpInterval: 3,
    },
    request: `
        700000001000050600000000000000000000000000000000000000000000000006000300780000004800120008000100626f
        6e643c000200050001000200000005000e000100000008000f00050000000500100006000000050011000100000008001200
        020000000800130003000000
      `,
  },
  {
    command: 'bond mode balance-tlb tlb_dynamic_lb 0 xmit_hash_policy vlan+srcmac',
    data: { mode: 'balance-tlb', tlbDynamicLb: false, xmitHashPolicy: 'vlan+srcmac' },
    request: `
        500000001000050600000000000000000000000000000000000000000000000006000300780000002800120008000100626f
        6e641c000200050001000500000005001b000000000005000e0005000000
      `,
  },
  {
    command: 'bond packets_per_slave 9',
    data: { packetsPerSlave: 9 },
    request: `
        400000001000050600000000000000000000000000000000000000000000000006000300780000001800120008000100626f
        6e640c0002000800140009000000
      `,
  },
  {
    command:
      'bond mode 802.3ad lacp_rate fast lacp_active off ad_select bandwidth ad_actor_sys_prio 77 ad_user_port_key 88 ad_actor_system 02:00:00:00:00:99',
    data: {
      mode: '802.3ad',
      adLacpRate: 'fast',
      adLacpActive: false,
      adSelect: 'bandwidth',
      adActorSysPrio: 77,
      adUserPortKey: 88,
      adActorSystem: '02:00:00:00:00:99',
    },
    request: `
        740000001000050600000000000000000000000000000000000000000000000006000300780000004c00120008000100626f
        6e64400002000500010004000000050015000100000005001d00000000000500160001000000060018004d00000006001900
        580000000a001a000200000000990000
      `,
  },
])
