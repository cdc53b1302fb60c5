import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { createNetns, openNetlink } from '../../lib/index.ts'
import { needs } from '../support/needs.ts'
import { onePlace, type Place } from '../support/place.ts'

const text = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')

const PLACE = `
  ip -batch - <<END
    link set lo up
    link add v0 type veth peer name v1
    link add br0 type bridge
    link add br1 type bridge
    link add p0 type veth peer name p1
    link set p0 master br0
    link set v0 up
    address add 10.0.0.1/24 dev v0
    link add vx0 type vxlan id 5 dstport 4789
    rule add to 198.51.100.0/24 prohibit
END
`

/** What the page says of refusals, and the calls that are refused so. */
const refusals: Readonly<Record<string, (place: Place) => Promise<unknown>>> = {
  'lookupRoute 198.51.100.1/32: permission denied (EACCES)': ({ nl }) => nl.lookupRoute({ dst: '198.51.100.1' }),
  'deleteAddress 10.0.0.77: ipv4: Address not found (EADDRNOTAVAIL)': ({ nl }) =>
    nl.deleteAddress({ link: 'v0', address: '10.0.0.77/24' }),
  'addNeighbour fd00::1: address family not supported (EAFNOSUPPORT)': ({ nl }) =>
    nl.addNeighbour({ family: 'bridge', link: 'vx0', lladdr: '02:00:00:00:00:01', dst: 'fd00::1' }),
  'createMacvlan m0: resource busy or locked (EBUSY)': ({ nl }) => nl.createMacvlan({ name: 'm0', link: 'p0' }),
  "createBridge v0: the name 'v0' is already in use (EEXIST, name)": ({ nl }) => nl.createBridge({ name: 'v0' }),
  'addRule: Cannot specify both TOS and DSCP (EINVAL)': ({ nl }) => nl.addRule({ tos: 4, dscp: 4 }),
  'setLink br0: Can not enslave a bridge to a bridge (ELOOP)': ({ nl }) => nl.setLink('br0', { master: 'br1' }),
  'addRoute 10.0.0.0/24: Device for nexthop is not up (ENETDOWN)': ({ nl }) =>
    nl.addRoute({ dst: '10.0.0.0/24', oif: 'v1' }),
  'addRoute 10.9.0.0/16: Nexthop has invalid gateway (ENETUNREACH)': ({ nl }) =>
    nl.addRoute({ dst: '10.9.0.0/16', gateway: '192.0.2.1' }),
  "addRoute: no link named 'eth9' (ENODEV, oif)": ({ nl }) => nl.addRoute({ dst: '10.9.0.0/16', oif: 'eth9' }),
  'deleteNeighbour 10.0.0.9: no such file or directory (ENOENT)': ({ nl }) =>
    nl.deleteNeighbour({ link: 'v0', dst: '10.0.0.9' }),
  'deleteRoute 10.9.0.0/16: no such process (ESRCH)': ({ nl }) => nl.deleteRoute({ dst: '10.9.0.0/16' }),
  'createVxlan vx0: Invalid source port range (EINVAL, data.portRange)': ({ nl }) =>
    nl.createVxlan({ name: 'vx0', data: { id: 5, portRange: { low: 9, high: 5 } } }),
  'openNetlink: /run/netns/nope: no such file or directory (ENOENT, netns)': () => openNetlink({ netns: 'nope' }),
  'createVeth: /run/netns/nope: no such file or directory (ENOENT, peer.netns)': ({ nl }) =>
    nl.createVeth({ name: 'a0', peer: { name: 'a1', netns: 'nope' } }),
  'getSysctl: net.ipv4.nope: no such parameter in this namespace (ENOENT)': ({ netns }) =>
    netns.getSysctl('net.ipv4.nope'),
  'listen: bind 127.0.0.1 port 8080: address already in use (EADDRINUSE)': async ({ netns }) => {
    const [first, second] = [createServer(), createServer()]
    await netns.listen(first, { port: 8080, host: '127.0.0.1' })
    return netns.listen(second, { port: 8080, host: '127.0.0.1' }).finally(() => first.close())
  },
  'getSysctl: the namespace is closed (ERR_NETLINK_CLOSED)': async () => {
    const closed = await createNetns()
    await closed.close()
    return closed.getSysctl('net.ipv4.ip_forward')
  },
  'openNetlink: the namespace is closed (ERR_NETLINK_CLOSED, netns)': async () => {
    const closed = await createNetns()
    await closed.close()
    return openNetlink({ netns: closed })
  },
}

/** The same of slips: what follows the name of their class. */
const slips: Readonly<Record<string, (place: Place) => Promise<unknown>>> = {
  'TypeError   addRoute: `metric` is `priority` here': ({ nl }) =>
    nl.addRoute({ dst: '10.9.0.0/16', metric: 5 } as never),
  "TypeError   addAddress: address must be an IP address, not '10.0.0.300'": ({ nl }) =>
    nl.addAddress({ link: 'v0', address: '10.0.0.300/24' }),
  'TypeError   addRoute: multipath[1].gateway must be IPv4 here, not IPv6': ({ nl }) =>
    nl.addRoute({ dst: '10.9.0.0/16', multipath: [{ gateway: '10.0.0.2' }, { gateway: 'fd00::1' }] }),
  'TypeError   deleteRule: a selector is missing, for example priority': ({ nl }) => nl.deleteRule({}),
  'TypeError   listNeighbours: `dev` is `link` here': ({ nl }) => nl.listNeighbours({ dev: 'v0' } as object),
  'RangeError  createVxlan: data.id must be from 0 to 16777215, not 16777216': ({ nl }) =>
    nl.createVxlan({ name: 'x0', data: { id: 2 ** 24 } }),
  'RangeError  addRule: dscp must be from 0 to 63, not 64': ({ nl }) => nl.addRule({ dscp: 64 }),
}

describe('the page about errors', () => {
  needs('veth', 'bridge', 'vxlan', 'macvlan')
  const here = onePlace(PLACE)

  for (const [message, call] of Object.entries(refusals)) {
    it(`says what happens: ${message}`, async () => {
      assert.ok(text.includes(message), 'the page does not have it')
      await assert.rejects(call(here()), { name: 'NetlinkError', message })
    })
  }

  for (const [line, call] of Object.entries(slips)) {
    it(`says what happens: ${line}`, async () => {
      assert.ok(text.includes(line), 'the page does not have it')
      const [name, ...words] = line.split(/ +/)
      await assert.rejects(call(here()), (error: Error) => {
        assert.equal(error.name, name)
        assert.ok(error.message.startsWith(words.join(' ').trim()), error.message)
        return true
      })
    })
  }

  it('has every code of our own', () => {
    for (const code of ['CLOSED', 'TIMEOUT', 'OVERRUN', 'DUMP_INTERRUPTED', 'ADDON', 'LIBRARY']) {
      assert.ok(text.includes(`| \`ERR_NETLINK_${code}\` |`), code)
    }
  })
})
