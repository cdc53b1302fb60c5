import assert from 'node:assert/strict'
import { type ClusterOptions, joinCluster } from '../../lib/cluster/index.ts'

const store = { etcd: ['http://192.0.2.1:2379'] }
const nodes = [{ publicAddress: '192.0.2.11', subnet: '10.244.1.0/24' }]

// biome-ignore format: a table
const WRONG: readonly (readonly [object, string, RegExp])[] = [
  [{},                                          'TypeError',  /^joinCluster: store is missing$/],
  [{ store: {} },                               'TypeError',  /^joinCluster: store must have etcd or nodes$/],
  [{ store: 'http://192.0.2.1:2379' },          'TypeError',  /^joinCluster: store must be an object, not 'http:/],
  [{ store: { etcd: [] } },                     'TypeError',  /^joinCluster: store\.etcd must be a list of URLs, not an array$/],
  [{ store: { etcd: ['192.0.2.1:2379'] } },     'TypeError',  /^joinCluster: store\.etcd must be URLs such as http:/],
  [{ store: { etcd: ['http://a/v3'] } },        'TypeError',  /^joinCluster: store\.etcd must be URLs with a host and a port only/],
  [{ store: { ...store, prefix: 'a' } },        'TypeError',  /^joinCluster: store\.prefix must begin with a slash/],
  [{ store: { ...store, prefix: '/a/' } },      'TypeError',  /^joinCluster: store\.prefix must begin with a slash and not end with one/],
  [{ store: { ...store, endpoints: 1 } },       'TypeError',  /unknown option|endpoints/],
  [{ store: { nodes: [] } },                    'TypeError',  /^joinCluster: store\.nodes must be a list of nodes, not an empty one$/],
  [{ store: { nodes: [{ subnet: '10.0.0.0/24' }] } }, 'TypeError', /^joinCluster: store\.nodes\[0\]\.publicAddress is missing$/],
  [{ store: { nodes: [...nodes, ...nodes] } },  'TypeError',  /^joinCluster: store\.nodes\[1\]\.publicAddress must not be '192\.0\.2\.11', which another node has$/],
  [{ store, network: '10.244.0.1/16' },         'TypeError',  /^joinCluster: network must be an IPv4 subnet such as 10\.244\.0\.0\/16, not '10\.244\.0\.1\/16'$/],
  [{ store, network: 'fd00::/48' },             'TypeError',  /^joinCluster: network must be an IPv4 subnet/],
  [{ store, subnetLength: 31 },                 'RangeError', /^joinCluster: subnetLength must be a whole number from 3 to 30, not 31$/],
  [{ store, backend: 'udp' },                   'TypeError',  /^joinCluster: backend must be one of host-gw, vxlan, not 'udp'$/],
  [{ store, backend: 'host-gw', vni: 1 },       'TypeError',  /^joinCluster: vni is not allowed with backend 'host-gw'$/],
  [{ store, publicAddress: 'node1' },           'TypeError',  /^joinCluster: publicAddress must be an IPv4 address, not 'node1'$/],
  [{ store, leaseTime: 1 },                     'RangeError', /^joinCluster: leaseTime must be a whole number from 5 to/],
  [{ store, leasetime: 60 },                    'TypeError',  /leaseTime/],
  [{ store, timeout: -1 },                      'RangeError', /^joinCluster: timeout must be from 0/],
  [{ store, onProblem: 1 },                     'TypeError',  /^joinCluster: onProblem must be a function, not 1$/],
]

describe('the options of joinCluster', () => {
  for (const [options, name, message] of WRONG)
    it(`are rejected: ${JSON.stringify(options)}`, async () => {
      await assert.rejects(joinCluster(options as ClusterOptions), { name, message })
    })
})
