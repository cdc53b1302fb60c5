import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, get, type IncomingMessage, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { createNetns, type Netlink, type Netns, openNetlink } from '../../lib/index.ts'
import { needs } from '../support/needs.ts'

/** A namespace with a web server that says who it is and who asked. */
interface Host {
  name: string
  netns: Netns
  nl: Netlink
  server: Server
}

async function open(name: string): Promise<Host> {
  const netns = await createNetns()
  const nl = await openNetlink({ netns })
  const server = createServer((request, response) => {
    response.end(`${name} to ${request.socket.remoteAddress?.replace('::ffff:', '')}`)
  })
  await Promise.all([nl.setLink('lo', { up: true }), netns.listen(server, { port: 8080 })])
  return { name, netns, nl, server }
}

async function close({ netns, nl, server }: Host): Promise<void> {
  server.close()
  server.closeAllConnections()
  await nl.close()
  await netns.close()
}

/** What the web server at `address` says to `from`. */
async function ask(from: Host, address: string): Promise<string> {
  const socket = await from.netns.connect({ host: address, port: 8080, timeout: 5000 })
  const [response] = await once(get({ host: address, createConnection: () => socket }), 'response')
  return text(response as IncomingMessage)
}

/** Puts a cable between two hosts, its ends up, with addresses. */
async function wire(one: Host, two: Host, link: string, addresses: readonly [string, string]): Promise<void> {
  await one.nl.createVeth({ name: link, up: true, peer: { name: link, netns: two.netns } })
  await Promise.all([
    one.nl.addAddress({ link, address: addresses[0] }),
    two.nl.addAddress({ link, address: addresses[1] }),
    two.nl.setLink(link, { up: true }),
  ])
}

describe('traffic', () => {
  needs('sockets by descriptor')

  const hosts: Host[] = []
  beforeEach(async () => {
    hosts.push(...(await Promise.all(['a', 'b', 'c'].map(open))))
  })
  afterEach(async () => {
    for (const host of hosts.splice(0)) await close(host)
  })
  const three = () => hosts.slice(0, 3) as [Host, Host, Host]

  it('goes through a veth pair', async () => {
    const [a, b] = three()
    await wire(a, b, 'eth0', ['10.0.0.1/24', '10.0.0.2/24'])
    assert.equal(await ask(a, '10.0.0.2'), 'b to 10.0.0.1')
    assert.equal(await ask(b, '10.0.0.1'), 'a to 10.0.0.2')
    await a.nl.deleteLink('eth0')
    await assert.rejects(ask(b, '10.0.0.1'), { code: 'ENETUNREACH' })
  })

  it('goes through a bridge, between each of its ports and its own address', async () => {
    const host = await open('host')
    hosts.push(host)
    await Promise.all([
      host.nl.createBridge({ name: 'br0', up: true }),
      host.nl.addAddress({ link: 'br0', address: '10.0.0.254/24' }),
      ...three().map(({ netns, name }) =>
        host.nl.createVeth({ name: `to-${name}`, master: 'br0', up: true, peer: { name: 'eth0', netns } }),
      ),
    ])
    const address = (i: number) => `10.0.0.${i + 1}`
    await Promise.all(
      three().flatMap(({ nl }, i) => [
        nl.setLink('eth0', { up: true }),
        nl.addAddress({ link: 'eth0', address: `${address(i)}/24` }),
      ]),
    )
    for (const [i, from] of three().entries()) {
      for (const [k, to] of three().entries()) {
        if (i !== k) assert.equal(await ask(from, address(k)), `${to.name} to ${address(i)}`)
      }
      assert.equal(await ask(from, '10.0.0.254'), `host to ${address(i)}`)
      assert.equal(await ask(host, address(i)), `${from.name} to 10.0.0.254`)
    }
  })

  it('goes through a router, as its routes say', async () => {
    const [a, router, b] = three()
    await wire(a, router, 'left', ['10.1.0.1/24', '10.1.0.254/24'])
    await wire(b, router, 'right', ['10.2.0.1/24', '10.2.0.254/24'])
    await router.netns.setSysctl('net.ipv4.ip_forward', 1)
    await assert.rejects(ask(a, '10.2.0.1'), { code: 'ENETUNREACH' })
    await Promise.all([
      a.nl.addRoute({ dst: 'default', gateway: '10.1.0.254' }),
      b.nl.addRoute({ dst: '10.1.0.0/24', gateway: '10.2.0.254' }),
    ])
    assert.equal(await ask(a, '10.2.0.1'), 'c to 10.1.0.1')
    await router.nl.addRoute({ type: 'prohibit', dst: '10.2.0.1' })
    await assert.rejects(ask(a, '10.2.0.1'), { code: 'EHOSTUNREACH' })
    await router.nl.deleteRoute({ type: 'prohibit', dst: '10.2.0.1' })
    assert.equal(await ask(a, '10.2.0.1'), 'c to 10.1.0.1')
  })

  it('goes by IPv6 as well', async () => {
    const [a, b] = three()
    await wire(a, b, 'eth0', ['10.0.0.1/24', '10.0.0.2/24'])
    await Promise.all([
      a.nl.addAddress({ link: 'eth0', address: 'fd00::1/64', flags: ['nodad'] }),
      b.nl.addAddress({ link: 'eth0', address: 'fd00::2/64', flags: ['nodad'] }),
      b.nl.addAddress({ link: 'lo', address: 'fd09::1/128', flags: ['nodad'] }),
      a.nl.addRoute({ dst: 'fd09::/64', gateway: 'fd00::2' }),
    ])
    assert.equal(await ask(a, 'fd00::2'), 'b to fd00::1')
    assert.equal(await ask(a, 'fd09::1'), 'b to fd00::1')
  })
})
