import assert from 'node:assert/strict'
import { ownError } from '../../lib/container/state/file-error.ts'
import { NetlinkError } from '../../lib/index.ts'
import { eachTestHost } from '../container/support/test-host.ts'
import { needs } from '../support/needs.ts'

const DUAL = { name: 'br0', subnet: '172.18.0.0/16', subnet6: 'fd00:18::/64' } as const

for (const mode of ['bridge', 'ptp'] as const) {
  describe(`a route of a container that the kernel refuses, in mode ${mode}`, () => {
    needs('bridge', 'veth', 'nftables', 'command nft')
    const testHost = eachTestHost()

    /** Routes of which the last is refused, and the option that the error names. */
    const REFUSED: [routes: { dst: string; gateway?: string }[], attribute: string, message: RegExp][] = [
      [
        [{ dst: '10.0.0.0/8' }, { dst: '10.1.0.0/16', gateway: '192.0.2.1' }],
        'routes[1].gateway',
        /^attach: route to 10\.1\.0\.0\/16 via 192\.0\.2\.1: Nexthop has invalid gateway \(ENETUNREACH, routes\[1\]\.gateway\)$/,
      ],
      [
        [{ dst: 'fd01::/64' }, { dst: '10.0.0.0/8' }, { dst: 'fd02::/64', gateway: '2001:db8::1' }],
        'routes[2].gateway',
        /^attach: route to fd02::\/64 via 2001:db8::1: .*\(EHOSTUNREACH, routes\[2\]\.gateway\)$/,
      ],
      [[{ dst: '10.0.0.1/8' }], 'routes[0].dst', /^attach: route to 10\.0\.0\.1\/8: .*\(EINVAL, routes\[0\]\.dst\)$/],
    ]

    for (const [routes, attribute, message] of REFUSED)
      for (const second of [false, true]) {
        it(`is named by its option in the caller's words: ${attribute}${second ? ', in a second network' : ''}`, async () => {
          const network = await testHost().create({ ...DUAL, mode })
          const netns = await testHost().container()
          if (second) {
            const other = await testHost().create({
              name: 'br1',
              mode,
              subnet: '172.19.0.0/16',
              subnet6: 'fd00:19::/64',
            })
            await other.attach(netns)
          }
          const before = testHost().kernel()
          await assert.rejects(network.attach(netns, { routes, interface: 'eth7' }), {
            name: 'NetlinkError',
            operation: 'attach',
            attribute,
            message,
          })
          assert.equal(testHost().kernel(), before)
          assert.deepEqual(testHost().files('br0'), ['network.json'])
        })
      }
  })
}

describe('an error of a network', () => {
  it('has the call that met it, and says in its own sentence that the rules were changed', () => {
    const cause = new NetlinkError({
      code: 'ENOENT',
      errno: -2,
      operation: 'apply',
      reason: 'no such file or directory',
      attribute: 'nftables[7].delete.element.name',
    })
    const error = ownError('attach', 'br0', cause) as NetlinkError
    assert.equal(
      error.message,
      'attach br0: another program changed the rules of table inet netlink_ts meanwhile (ENOENT)',
    )
    assert.deepEqual([error.operation, error.code, error.errno, error.attribute], ['attach', 'ENOENT', -2, undefined])
    assert.equal(error.cause, cause)
  })

  it('names what was refused on the way, without its options', () => {
    const of = (operation: string, code: string, reason: string) =>
      (ownError('attach', 'br0', new NetlinkError({ code, operation, reason, attribute: 'x' })) as Error).message
    assert.equal(
      of('apply', 'EPERM', 'not permitted'),
      'attach br0: the rules of table inet netlink_ts: not permitted (EPERM)',
    )
    assert.equal(of('setLink', 'EINVAL', 'invalid argument'), 'attach br0: setLink: invalid argument (EINVAL)')
    assert.equal(of('createNetwork', 'ENOENT', 'no module'), 'attach br0: no module (ENOENT)')
    assert.equal(of('attach', 'EEXIST', 'is there'), 'attach: is there (EEXIST, x)')
  })
})

describe('check and endpoints', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()

  for (const verb of ['check', 'endpoints'] as const) {
    it(`end with the caller's signal, and by a timeout: ${verb}`, async () => {
      const network = await testHost().create(DUAL)
      await network.attach(await testHost().container())
      const aborted = AbortSignal.abort(new Error('enough'))
      await assert.rejects(network[verb]({ signal: aborted }), /^Error: enough$/)
      const ends = new AbortController()
      const asked = network[verb]({ signal: ends.signal })
      ends.abort(new Error('enough'))
      await assert.rejects(asked, /^Error: enough$/)
      await assert.rejects(network[verb]({ signal: 5 } as never), {
        name: 'TypeError',
        message: /^\w+: signal must be/,
      })
      await assert.rejects(network[verb]({ timeout: -1 }), { name: 'RangeError', message: /^\w+: timeout must be/ })
      await assert.rejects(network[verb](aborted as never), { name: 'TypeError', message: /got an AbortSignal$/ })
      assert.equal((await network[verb]({ signal: new AbortController().signal })).length, verb === 'check' ? 0 : 1)
    })
  }

  it('wait no longer than they are asked to', async () => {
    const network = await testHost().create(DUAL)
    await assert.rejects(network.check({ timeout: 0 }), { code: 'ERR_NETLINK_TIMEOUT', operation: 'check' })
  })
})

describe('what check says', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()

  it('of a bridge port, of forwarding and of rules is plain', async () => {
    const network = await testHost().create(DUAL)
    const { link } = await network.attach(await testHost().container())
    testHost().host.sh(`bridge link set dev ${link} hairpin off; sysctl -qw net.ipv4.ip_forward=0; sysctl -qw net.ipv4.ip_forward=1
      nft add rule inet netlink_ts forward counter`)
    const messages = (await network.check()).map(({ message }) => message)
    assert.ok(messages.includes(`hairpin mode of port ${link} is off`), messages.join('\n'))
    assert.ok(messages.some((one) => /^forwarding of ipv4 was enabled outside of this library, but packets/.test(one)))
    assert.ok(
      messages.some((one) => /^the rules of chain forward differ from those that this library writes$/.test(one)),
    )
  })
})
