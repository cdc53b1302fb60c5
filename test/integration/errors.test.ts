import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createNetns, type Netlink, NetlinkError } from '../../lib/index.ts'
import { needs } from '../support/needs.ts'
import { onePlace } from '../support/place.ts'
import { isRoot } from '../support/private.ts'
import { programOf } from '../support/program.ts'
import { name as uniqueName } from '../support/unique.ts'

const LINK =
  'ip link add v0 type veth peer name p0; ip link set v0 up; ip link set p0 up; ip address add 10.0.0.1/24 dev v0'

/** An attribute of a tunnel that is too short for the kernel: one byte where an address belongs. */
const SHORT = Uint8Array.of(5, 0, 2, 0, 1)

/** What is asked, and what the error must say. */
interface Case {
  what: string
  ask: (nl: Netlink) => Promise<unknown>
  expected: { code: string; errno: number; operation: string; attribute?: string; missing?: string }
  /** The kernel's own words, or ours where it has none. */
  words: RegExp
}

const cases: readonly Case[] = [
  {
    what: 'a gateway that no link reaches',
    ask: (nl) => nl.addRoute({ dst: '10.9.0.0/16', gateway: '192.0.2.1' }),
    expected: { code: 'ENETUNREACH', errno: -101, operation: 'addRoute' },
    words: /Nexthop has invalid gateway/,
  },
  {
    what: 'bits behind the prefix',
    ask: (nl) => nl.addRoute({ dst: '10.9.0.1/16', oif: 'v0' }),
    expected: { code: 'EINVAL', errno: -22, operation: 'addRoute' },
    words: /Invalid prefix for given prefix length/,
  },
  {
    what: 'a metric that the kernel does not know',
    ask: (nl) => nl.addRoute({ dst: '10.9.0.0/16', oif: 'v0', metrics: { ccAlgo: 'no-such' } }),
    expected: { code: 'EINVAL', errno: -22, operation: 'addRoute' },
    words: /Unknown tcp congestion algorithm/,
  },
  {
    what: 'an encapsulation that is too short',
    ask: (nl) => nl.addRoute({ dst: '10.9.0.0/16', oif: 'v0', encapType: 'ip', encap: SHORT }),
    expected: { code: 'ERANGE', errno: -34, operation: 'addRoute', attribute: 'encap' },
    words: /Attribute failed policy validation/,
  },
  {
    what: 'an encapsulation of the second hop',
    ask: (nl) => {
      const multipath = [{ oif: 'v0' }, { oif: 'v0', encapType: 'ip', encap: SHORT } as const]
      return nl.addRoute({ dst: '10.9.0.0/16', multipath })
    },
    expected: { code: 'ERANGE', errno: -34, operation: 'addRoute', attribute: 'multipath[1].encap' },
    words: /Attribute failed policy validation/,
  },
  {
    what: 'a VXLAN id given as bytes',
    ask: (nl) => nl.createLink({ kind: 'vxlan', name: 'x0', data: Uint8Array.of(8, 0, 1, 0, 0, 0, 0, 2) }),
    expected: { code: 'ERANGE', errno: -34, operation: 'createLink', attribute: 'data.id' },
    words: /VXLAN ID must be lower than 16777216/,
  },
  {
    what: 'an attribute that is missing',
    ask: (nl) => nl.addRule({ family: 'inet6', flowlabelMask: 5, table: 100 }),
    expected: { code: 'EINVAL', errno: -22, operation: 'addRule', missing: 'flowlabel' },
    words: /missing flowlabel\)/,
  },
  {
    what: 'a namespace that is not there',
    ask: (nl) => nl.createVeth({ name: 'x0', peer: { name: 'x1', netns: 'no-such' } }),
    expected: { code: 'ENOENT', errno: -2, operation: 'createVeth', attribute: 'peer.netns' },
    words: /\/run\/netns\/no-such/,
  },
  {
    what: 'a link that is not there, by name',
    ask: (nl) => nl.addRoute({ dst: '10.9.0.0/16', multipath: [{ oif: 'v0' }, { oif: 'x9' }] }),
    expected: { code: 'ENODEV', errno: -19, operation: 'addRoute', attribute: 'multipath[1].oif' },
    words: /no link named 'x9'/,
  },
  {
    what: 'a link that is not there, by index',
    ask: (nl) => nl.addRoute({ dst: '10.9.0.0/16', oif: 4711 }),
    expected: { code: 'ENODEV', errno: -19, operation: 'addRoute' },
    words: /no such device/,
  },
  {
    what: 'a route that is not there',
    ask: (nl) => nl.deleteRoute({ dst: '10.9.0.0/16' }),
    expected: { code: 'ESRCH', errno: -3, operation: 'deleteRoute' },
    words: /no such process/,
  },
  {
    what: 'a list of a link that is not there',
    ask: (nl) => nl.listRoutes({ oif: 'x9' }),
    expected: { code: 'ENODEV', errno: -19, operation: 'listRoutes', attribute: 'oif' },
    words: /no link named 'x9'/,
  },
]

const slips: readonly { what: string; ask: (nl: Netlink) => Promise<unknown>; name: string; words: RegExp }[] = [
  {
    what: 'a wrong gateway of the second hop',
    ask: (nl) => nl.addRoute({ dst: '10.9.0.0/16', multipath: [{ oif: 'v0' }, { gateway: 'x' }] }),
    name: 'TypeError',
    words: /^addRoute: multipath\[1\]\.gateway must be an IP address, not 'x'/,
  },
  {
    what: 'a metric out of range',
    ask: (nl) => nl.addRoute({ dst: '10.9.0.0/16', oif: 'v0', metrics: { mtu: -1 } }),
    name: 'RangeError',
    words: /^addRoute: metrics\.mtu must be from 0 to 4294967295, not -1/,
  },
  {
    what: 'an option that is none',
    ask: (nl) => nl.addRoute({ dst: '10.9.0.0/16', dev: 'v0' } as never),
    name: 'TypeError',
    words: /^addRoute: `dev` is `oif` here$/,
  },
  {
    what: 'a lookup without a destination',
    ask: (nl) => nl.lookupRoute({} as never),
    name: 'TypeError',
    words: /^lookupRoute: dst is missing/,
  },
]

describe('errors', () => {
  const here = onePlace(LINK)

  for (const { what, ask, expected, words } of cases) {
    it(`of ${what} name code, operation and field`, async () => {
      await assert.rejects(ask(here().nl), (error: unknown) => {
        assert.ok(error instanceof NetlinkError)
        const { code, errno, operation, attribute, missing } = error
        assert.deepEqual(
          { attribute: undefined, missing: undefined, ...expected },
          { code, errno, operation, attribute, missing },
        )
        assert.match(error.message, words)
        assert.ok(error.message.startsWith(expected.operation) && error.message.includes(code), error.message)
        return true
      })
    })
  }

  for (const { what, ask, name, words } of slips) {
    it(`of ${what} are the caller's`, async () => {
      await assert.rejects(ask(here().nl), { name, message: words })
    })
  }

  it('have a stack that leads to the caller', async () => {
    const error = await here()
      .nl.addRoute({ dst: 'x' })
      .catch((thrown: Error) => thrown)
    assert.match(String((error as Error).stack), /errors\.test\.ts/)
  })
})

describe('an ordinary user', () => {
  needs('command setpriv')

  /** Without any capability; as the user nobody where this process is root and may become so. */
  const ordinary = [
    'setpriv',
    ...(isRoot() ? ['--reuid', '65534', '--regid', '65534', '--clear-groups'] : []),
    '--bounding-set',
    '-all',
    '--inh-caps',
    '-all',
  ]

  it('names the missing capability', async () => {
    const netns = await createNetns(uniqueName('ns'))
    const [command, ...args] = [...ordinary, ...programOf('unprivileged', String(netns.name))] as [string, ...string[]]
    const run = spawnSync(command, args, { encoding: 'utf8' })
    await netns.delete()
    assert.equal(run.status, 0, run.stderr)
    const said = JSON.parse(run.stdout) as Record<string, { code: string; message: string }>
    for (const operation of ['addAddress', 'createVeth', 'deleteRoute', 'addRule']) {
      assert.equal(said[operation]?.code, 'EPERM', operation)
      assert.match(String(said[operation]?.message), new RegExp(`^${operation}.*CAP_NET_ADMIN`))
    }
    for (const operation of ['createNetns', 'run', 'getSysctl', 'openNetlink']) {
      assert.equal(said[operation]?.code, 'EPERM', operation)
      assert.match(String(said[operation]?.message), new RegExp(`^${operation}.*CAP_SYS_ADMIN`))
    }
    assert.deepEqual(said.runAtHome, { code: 'ok', message: 'inside' })
    assert.deepEqual(said.listLinks, { code: 'ok', message: 'lo' })
  })
})
