import assert from 'node:assert/strict'
import { runHook } from '../../lib/oci/index.ts'

const CREATED = { id: 'c1', status: 'created', pid: 4711 }
const annotated = (annotations: Record<string, string>) => runHook({ ...CREATED, annotations })

describe('runHook', () => {
  const cases: readonly (readonly [string, () => Promise<unknown>, RegExp])[] = [
    [
      'nothing',
      () => runHook(''),
      /^TypeError: expected the state of a container as JSON on standard input, got nothing$/,
    ],
    [
      'text that is not JSON',
      () => runHook('{'),
      /expected the state of a container as JSON on standard input, got '\{'$/,
    ],
    [
      'no id',
      () => runHook({ ...CREATED, id: '' }),
      /^TypeError: state: id: expected the id of the container, got ''$/,
    ],
    [
      'an unknown status',
      () => runHook({ ...CREATED, status: 'paused' }),
      /state: status: expected one of creating, created, running, stopped, got 'paused'$/,
    ],
    [
      'no process',
      () => runHook({ id: 'c1', status: 'created' }),
      /state: pid: expected the number of a process, got undefined$/,
    ],
    [
      'the process of another PID namespace',
      () => runHook({ ...CREATED, pid: 1 }),
      /pid is 1, as in hooks that run inside the container; configure this hook as createRuntime and poststop$/,
    ],
    [
      'a process in the namespace of the host',
      () => runHook({ ...CREATED, pid: process.pid }),
      /^TypeError: state: the container is in the network namespace of the host: linux\.namespaces of its config\.json lacks /,
    ],
    [
      'an unknown annotation',
      () => annotated({ 'netlink-ts.port': '80' }),
      /^TypeError: unknown annotation 'netlink-ts\.port'; known are netlink-ts\.network, /,
    ],
    [
      'a bad port',
      () => annotated({ 'netlink-ts.ports': '8000:80,80' }),
      /^TypeError: annotation netlink-ts\.ports: expected \[ADDRESS:\]HOST\[-HOST\]:CONTAINER\[-CONTAINER\]\[\/tcp\|udp\|sctp\], \.\.\., got '80'$/,
    ],
    [
      'ranges of ports with different lengths',
      () => annotated({ 'netlink-ts.ports': '8000-8010:80-89' }),
      /^TypeError: annotation netlink-ts\.ports: expected ranges of the same length, got '8000-8010:80-89'$/,
    ],
    [
      'a range of ports for one of the container',
      () => annotated({ 'netlink-ts.ports': '8000-8010:80' }),
      /^TypeError: annotation netlink-ts\.ports: expected ranges of the same length, got '8000-8010:80'$/,
    ],
    [
      'a range of ports that ends before it begins',
      () => annotated({ 'netlink-ts.ports': '8010-8000:90-80' }),
      /^TypeError: annotation netlink-ts\.ports: expected a range from the lower to the higher port, got '8010-8000'$/,
    ],
    [
      'a port that is none',
      () => annotated({ 'netlink-ts.ports': '8000:80,8001-8002:65535-65536' }),
      /^RangeError: annotation netlink-ts\.ports: expected a port from 1 to 65535, got 65536$/,
    ],
    [
      'port 0 of the container',
      () => runHook(CREATED, { ports: '8000:0' }),
      /^RangeError: ports: expected a port from 1 to 65535, got 0$/,
    ],
    [
      'a range of ports from 0',
      () => annotated({ 'netlink-ts.ports': '0-3:80-83' }),
      /^TypeError: annotation netlink-ts\.ports: expected a range from the lower to the higher port, got '0-3'$/,
    ],
    [
      'a bad MTU',
      () => annotated({ 'netlink-ts.mtu': 'big' }),
      /^TypeError: annotation netlink-ts\.mtu: expected a whole number, got 'big'$/,
    ],
    [
      'a bad subnet',
      () => annotated({ 'netlink-ts.subnet': '10.0.0.1/24' }),
      /^TypeError: annotation netlink-ts\.subnet: has bits set after its prefix/,
    ],
    [
      'two subnets of a family',
      () => annotated({ 'netlink-ts.subnet': '10.0.0.0/24,10.1.0.0/24' }),
      /netlink-ts\.subnet: expected one of each family at most/,
    ],
    [
      'a bad argument',
      () => runHook(CREATED, { network: 'much-too-long-a-name', subnet: '10.0.0.0/24' }),
      /^(Type|Range)Error: network: must be at most 15 bytes long/,
    ],
  ]
  for (const [what, run, message] of cases)
    it(`rejects ${what}, by its name, before anything is done`, async () => {
      await assert.rejects(run(), (thrown) => {
        assert.match(String(thrown), message)
        return true
      })
    })

  it('detaches what was never attached', async () => {
    assert.deepEqual(
      await runHook({ id: 'c1', status: 'stopped' }, { network: 'never', state: '/run/netlink-ts/never' }),
      {
        attached: false,
        network: 'never',
        id: 'c1',
      },
    )
  })
})
