import assert from 'node:assert/strict'
import { configurationText, freeSubnets, readConfiguration } from '../../lib/cluster/configuration.ts'
import { keyOf, readRecord, recordText, subnetOfKey } from '../../lib/cluster/record.ts'
import { rangeText } from '../../lib/cluster/subnet.ts'

/** As flannel 0.27 writes them (pkg/subnet/subnet.go, pkg/lease/lease.go). */
const KEY = '10.5.34.0-24'
const VXLAN =
  '{"PublicIP":"172.16.4.7","PublicIPv6":null,"BackendType":"vxlan","BackendData":{"VNI":1,"VtepMAC":"52:92:8a:1c:5f:0d"}}'
const HOST_GW = '{"PublicIP":"172.16.4.8","PublicIPv6":null,"BackendType":"host-gw"}'

describe('records of nodes', () => {
  const subnet = subnetOfKey(KEY)
  assert.ok(subnet)

  it('are read and written as flannel does', () => {
    assert.equal(keyOf(subnet), KEY)
    for (const text of [VXLAN, HOST_GW]) {
      const record = readRecord(subnet, text)
      assert.ok(record)
      assert.equal(recordText(record), text)
    }
    assert.equal(readRecord(subnet, VXLAN)?.mac, '52:92:8a:1c:5f:0d')
  })

  it('have keys with an IPv6 subnet, too', () => {
    assert.deepEqual(subnetOfKey('10.5.34.0-24&fd00:5:34::-64'), subnet)
  })

  for (const key of ['10.5.34.1-24', '10.5.34.0', '10.5.34.0-33', '10.5.34.0-24-x', 'config'])
    it(`are not under the key ${key}`, () => {
      assert.equal(subnetOfKey(key), undefined)
    })

  for (const text of ['', 'x', 'null', '[]', '{}', '{"PublicIP":"a","BackendType":"vxlan"}', '{"PublicIP":"1.2.3.4"}'])
    it(`are not ${text || 'empty'}`, () => {
      assert.equal(readRecord(subnet, text), undefined)
    })
})

describe('the configuration of a cluster', () => {
  const read = (value: unknown) => readConfiguration('joinCluster', JSON.stringify(value))

  it('has the defaults of flannel', () => {
    const large = read({ Network: '10.0.0.0/8', Backend: { Type: 'vxlan' } })
    assert.deepEqual(JSON.parse(configurationText(large)), {
      Network: '10.0.0.0/8',
      SubnetLen: 24,
      SubnetMin: '10.0.1.0',
      SubnetMax: '10.255.255.0',
      Backend: { Type: 'vxlan', VNI: 1, Port: 8472 },
    })
    assert.equal(read({ Network: '10.244.0.0/24', Backend: { Type: 'host-gw' } }).subnetLength, 26)
  })

  it('limits the subnets of nodes', () => {
    const limits = { SubnetLen: 28, SubnetMin: '10.5.0.32', SubnetMax: '10.5.0.80' }
    const configuration = read({ Network: '10.5.0.0/24', ...limits, Backend: { Type: 'host-gw' } })
    const taken = subnetOfKey('10.5.0.64-28')
    assert.ok(taken)
    assert.deepEqual(freeSubnets(configuration, [taken]).map(rangeText), [
      '10.5.0.32/28',
      '10.5.0.48/28',
      '10.5.0.80/28',
    ])
  })

  it('is rejected if it is damaged, or has another backend', () => {
    assert.throws(() => readConfiguration('joinCluster', 'x'), { code: 'EBADMSG' })
    assert.throws(() => read({ Network: '10.0.0.0/33' }), { code: 'EBADMSG' })
    assert.throws(() => read({ Network: '10.0.0.0/8' }), { code: 'EOPNOTSUPP', message: /backend 'udp'/ })
  })
})
