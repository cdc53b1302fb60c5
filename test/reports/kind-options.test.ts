import assert from 'node:assert/strict'
import { onePlace } from '../support/place.ts'

/** Options of a new link that lack what the kind needs, or have what it does not allow, and the message. */
const WRONG: readonly (readonly [options: object, message: string])[] = [
  [{ kind: 'geneve' }, 'data.id is missing; data.collectMetadata would do instead'],
  [
    { kind: 'geneve', data: { id: 5 } },
    'data.remote is missing; data.remote6 or data.collectMetadata would do instead',
  ],
  [
    { kind: 'geneve', data: { id: 5, remote: 'fd00::1' } },
    "data.remote must be an IPv4 address, not 'fd00::1'; an address of the other family goes into remote6",
  ],
  [{ kind: 'xfrm' }, 'data.ifId is missing; data.collectMetadata would do instead'],
  [{ kind: 'hsr', data: { slave1: 'v0' } }, 'data.slave2 is missing'],
  [{ kind: 'bareudp', data: { port: 5 } }, 'data.ethertype is missing'],
  [
    { kind: 'bareudp', data: { port: 5, ethertype: 'ipv4' } },
    "data.ethertype must be 'ip', which iproute2 calls 'ipv4'",
  ],
  [{ kind: 'amt', data: { mode: 'relay', localIp: '10.0.0.1' } }, 'data.link is missing'],
  [{ kind: 'gtp' }, 'data.createSockets is missing; data.fd0 or data.fd1 would do instead'],
  [{ kind: 'macsec' }, 'link is missing'],
  [{ kind: 'rmnet', link: 'lo' }, 'data.muxId is missing'],
  [{ kind: 'wwan', data: { linkId: 1 } }, 'parentDevName is missing'],
  [{ kind: 'ppp' }, 'data.devFd is missing'],
  [{ kind: 'lowpan' }, 'link is missing'],
  [{ kind: 'ipoib' }, 'link is missing'],
  [{ kind: 'gre', link: 'lo' }, '`link` belongs in `data`'],
  [{ kind: 'bond', link: 'lo' }, "link is not allowed here: a link of kind 'bond' has no lower link"],
  [{ kind: 'gre', data: { local: 'fd00::1' } }, "data.local must be an IPv4 address, not 'fd00::1'"],
  [{ kind: 'ip6gre', data: { local: '10.0.0.1' } }, "data.local must be an IPv6 address, not '10.0.0.1'"],
  [{ kind: 'gre', data: { key: 5 } }, '`data.key` is `data.ikey` here'],
  [{ kind: 'gre', data: { external: true } }, '`data.external` is `data.collectMetadata` here'],
  [{ kind: 'erspan', data: { erspanHwid: 64 } }, 'data.erspanHwid must be from 0 to 63, not 64'],
  [{ kind: 'ipip', data: { mode: 'any' } }, '`data.mode` is `data.proto` here'],
  [
    { kind: 'bond', data: { mode: 'active_backup' } },
    "data.mode must be one of balance-rr, active-backup, balance-xor, broadcast, 802.3ad, balance-tlb, balance-alb or a number, not 'active_backup'",
  ],
  [{ kind: 'bond', data: { lacp_rate: 'fast' } }, '`data.lacp_rate` is `data.adLacpRate` here'],
  [{ kind: 'bond', data: { arpIpTarget: ['fd00::1'] } }, "data.arpIpTarget[0] must be an IPv4 address, not 'fd00::1'"],
  [
    { kind: 'macsec', link: 'lo', data: { cipherSuite: 'aes' } },
    "data.cipherSuite must be one of gcm-aes-128, gcm-aes-256, gcm-aes-xpn-128, gcm-aes-xpn-256 or an identifier such as '0x80c20001000001', not 'aes'",
  ],
  [{ kind: 'vxcan', data: { peer: { name: 'y', kind: 'veth' } } }, "peer.kind must be 'vxcan' or absent, not 'veth'"],
]

describe('options of a new link of a kind', () => {
  const here = onePlace()

  for (const [options, message] of WRONG)
    it(`are checked before anything is sent: ${JSON.stringify(options)}`, async () => {
      const { nl } = here()
      await assert.rejects(nl.createLink({ name: 'x', ...options } as never), { message: `createLink: ${message}` })
      await assert.rejects(nl.getLink('x'), { code: 'ENODEV' })
    })
})

/** Settings of a virtual function that are wrong, and the message. */
const VF: readonly (readonly [vf: unknown, change: object, message: string])[] = [
  [-1, { trust: true }, 'vf must be the number of a virtual function, 0 or more, not -1'],
  [0, { mac: '02:00:00:00:00' }, "mac must be a hardware address such as 02:00:00:00:00:01, not '02:00:00:00:00'"],
  [0, { vlan: 4096 }, 'vlan must be from 0 to 4095, not 4096'],
  [0, { vlan: 5, qos: 8 }, 'qos must be from 0 to 7, not 8'],
  [0, { qos: 5 }, 'qos requires vlan'],
  [0, { vlanProto: '802.1ad' }, 'vlanProto requires vlan'],
  [0, { minTxRate: 5 }, 'minTxRate requires maxTxRate'],
  [0, { maxTxRate: -5 }, 'maxTxRate must be from 0 to 4294967295, not -5'],
  [0, { trust: 'on' }, "trust must be true or false, not 'on'"],
  [0, { linkState: 'up' }, "linkState must be one of auto, enable, disable or a number, not 'up'"],
  [0, { state: 'auto' }, '`state` is `linkState` here'],
  [0, { ibNodeGuid: 'x' }, "ibNodeGuid must be an identifier such as '0x5', not 'x'"],
]

describe('settings of a virtual function', () => {
  const here = onePlace()

  for (const [vf, change, message] of VF)
    it(`are checked before anything is sent: ${JSON.stringify(change)}`, async () => {
      await assert.rejects(here().nl.setVf('lo', vf as number, change), { message: `setVf: ${message}` })
    })

  it('need one to change', async () => {
    await assert.rejects(here().nl.setVf('lo', 0, {}), /^TypeError: setVf: expected at least one of mac, vlan, qos/)
  })

  it('are refused by a link that has no functions', async () => {
    await assert.rejects(here().nl.setVf('lo', 0, { trust: true }), { name: 'NetlinkError', operation: 'setVf' })
  })
})
