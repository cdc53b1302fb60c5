// The examples of the specification (containernetworking/cni, SPEC.md of 0.4.0, 1.0.0 and 1.1.0): results, error and version.
import assert from 'node:assert/strict'
import { runCni } from '../../lib/cni/index.ts'
import { asVersion, type CniResult, joined, readResult } from '../../lib/cni/result.ts'
import type { Version } from '../../lib/cni/version.ts'

/** The result of the bridge plugin in the appendix of 1.0.0. */
const added = {
  ips: [{ address: '10.1.0.5/16', gateway: '10.1.0.1', interface: 2 }],
  routes: [{ dst: '0.0.0.0/0' }],
  interfaces: [
    { name: 'cni0', mac: '00:11:22:33:44:55' },
    { name: 'veth3243', mac: '55:44:33:22:11:11' },
    { name: 'eth0', mac: '99:88:77:66:55:44', sandbox: '/var/run/netns/blue' },
  ],
  dns: { nameservers: ['10.1.0.1'] },
}

/** The same as 0.3.1 and 0.4.0 have it: the family is said as well (section "Result" of 0.4.0). */
const older = { ...added, ips: [{ version: '4', address: '10.1.0.5/16', gateway: '10.1.0.1', interface: 2 }] }

/** With the fields that 1.1.0 adds (section "Success" of 1.1.0). */
const newer = {
  ...added,
  interfaces: added.interfaces.map((one) => ({ ...one, mtu: 1460 })),
  routes: [{ dst: '0.0.0.0/0', priority: 10, table: 100, mtu: 1400, advmss: 1360, scope: 0 }],
}

/** What the host-local plugin returns in the appendix: neither interfaces nor their index. */
const lease = {
  ips: [{ address: '10.1.0.5/16', gateway: '10.1.0.1' }],
  routes: [{ dst: '0.0.0.0/0' }],
  dns: { nameservers: ['10.1.0.1'] },
}

const conversions: readonly (readonly [CniResult, Version, CniResult])[] = [
  [added, '0.3.1', older],
  [added, '0.4.0', older],
  [added, '1.0.0', added],
  [added, '1.1.0', added],
  [older, '1.0.0', added],
  [older, '0.4.0', older],
  [newer, '1.1.0', newer],
  [newer, '1.0.0', added],
  [newer, '0.4.0', older],
]

describe('results of CNI', () => {
  for (const [from, version, to] of conversions) {
    const names = new Map<CniResult, string>([
      [added, 'the example of 1.0.0'],
      [older, 'that of 0.4.0'],
      [newer, 'that of 1.1.0'],
    ])
    it(`${names.get(from)}, as ${version}, is ${names.get(to)}`, () => {
      assert.deepEqual(asVersion(readResult(from, 'prevResult'), version), { cniVersion: version, ...to })
    })
  }

  it('an IPv6 address of 0.4.0 has version 6', () => {
    const { ips } = asVersion({ ips: [{ address: 'fd00:1::2/64' }] }, '0.4.0')
    assert.deepEqual(ips, [{ version: '6', address: 'fd00:1::2/64' }])
  })

  it('the abbreviated result of an IPAM plugin is read as it is', () => {
    assert.deepEqual(readResult({ cniVersion: '0.4.0', ...lease }, 'the result'), { cniVersion: '0.4.0', ...lease })
  })

  it('a result is added to that of the plugin before it, whose indices stay', () => {
    const own: CniResult = {
      interfaces: [{ name: 'br0' }, { name: 'eth1', sandbox: '/var/run/netns/blue' }],
      ips: [{ address: '10.2.0.5/16', interface: 1 }],
      routes: [{ dst: '10.3.0.0/16', gw: '10.2.0.1' }],
      dns: {},
    }
    const result = joined(added, own)
    assert.deepEqual(result, {
      interfaces: [...added.interfaces, ...(own.interfaces ?? [])],
      ips: [...added.ips, { address: '10.2.0.5/16', interface: 4 }],
      routes: [...added.routes, { dst: '10.3.0.0/16', gw: '10.2.0.1' }],
      dns: added.dns,
    })
  })

  const malformed: readonly (readonly [unknown, string])[] = [
    [[], 'prevResult must be an object, not an array'],
    [{ ips: {} }, 'prevResult.ips must be an array, not an object'],
    [{ interfaces: ['eth0'] }, "prevResult.interfaces[0] must be an object, not 'eth0'"],
    [
      { ips: [{ address: '10.1.0.5/33' }] },
      "prevResult.ips[0].address must be an address such as 10.0.0.2/16, not '10.1.0.5/33'",
    ],
    [{ interfaces: [{ name: 5 }] }, 'prevResult.interfaces[0].name must be the name of a link, not 5'],
    [{ dns: 'x' }, "prevResult.dns must be an object, not 'x'"],
    [{ dns: { search: 'x' } }, "prevResult.dns.search must be an array of strings, not 'x'"],
    [{ dns: { domain: 5 } }, 'prevResult.dns.domain must be a string, not 5'],
    [{ routes: [{ dst: 'default' }] }, "prevResult.routes[0].dst must be a prefix such as 10.0.0.0/8, not 'default'"],
  ]
  for (const [value, message] of malformed) {
    it(`${JSON.stringify(value)} is rejected`, () => {
      assert.throws(() => readResult(value, 'prevResult'), { code: 6, message })
    })
  }
})

describe('VERSION of CNI', () => {
  const supportedVersions = ['0.3.1', '0.4.0', '1.0.0', '1.1.0']

  it('has the version of the runtime, and those supported', async () => {
    const { stdout, stderr, status } = await runCni({
      env: { CNI_COMMAND: 'VERSION', CNI_CONTAINERID: '', CNI_NETNS: 'dummy', CNI_IFNAME: 'dummy' },
      stdin: '{"cniVersion":"1.0.0"}',
    })
    assert.deepEqual(JSON.parse(stdout), { cniVersion: '1.0.0', supportedVersions })
    assert.deepEqual({ stderr, status }, { stderr: '', status: 0 })
  })

  it('needs nothing on standard input', async () => {
    const { stdout } = await runCni({ env: { CNI_COMMAND: 'VERSION' }, stdin: '' })
    assert.deepEqual(JSON.parse(stdout), { cniVersion: '1.1.0', supportedVersions })
  })
})

describe('an error of CNI', () => {
  const cases: readonly (readonly [object, string])[] = [
    [{ dns: { nameservers: '10.0.0.1' } }, "dns.nameservers must be an array of strings, not '10.0.0.1'"],
    [{ runtimeConfig: { dns: 5 } }, 'runtimeConfig.dns must be an object, not 5'],
    [
      { runtimeConfig: { dns: { servers: [5] } } },
      'runtimeConfig.dns.servers must be an array of strings, not an array',
    ],
  ]
  for (const [keys, msg] of cases)
    it(`names what of ${JSON.stringify(keys)} is wrong`, async () => {
      const config = { cniVersion: '1.1.0', name: 'dbnet', type: 'netlink-ts', ...keys }
      const { stdout } = await runCni({ env: { CNI_COMMAND: 'STATUS' }, stdin: JSON.stringify(config) })
      assert.deepEqual(JSON.parse(stdout), { cniVersion: '1.1.0', code: 7, msg })
    })

  it('has the keys of the specification', async () => {
    const { stdout } = await runCni({
      env: { CNI_COMMAND: 'STATUS' },
      stdin: JSON.stringify({ cniVersion: '1.1.0', name: 'dbnet', type: 'netlink-ts', ipam: {}, keyA: ['some more'] }),
    })
    assert.deepEqual(JSON.parse(stdout), {
      cniVersion: '1.1.0',
      code: 2,
      msg: `unsupported field 'keyA': ["some more"]`,
    })
  })
})
