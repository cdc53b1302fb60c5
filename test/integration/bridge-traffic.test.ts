import assert from 'node:assert/strict'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { createNetns, type Netlink, type Netns, openNetlink } from '../../lib/index.ts'
import { needs } from '../support/needs.ts'
import { openPlace, type Place } from '../support/place.ts'
import { until } from '../support/until.ts'

/** A host of its own namespace, with a cable to a port of the bridge. */
interface Host {
  readonly netns: Netns
  readonly nl: Netlink
  readonly address: string
}

const PORT = 7000
const FRAMES = 50
/** Some frames are of the bridge itself. */
const isAll = (count: number) => count >= FRAMES

/** Puts a host on the port `name` of the bridge. */
async function attach({ nl }: Place, name: string, master: string, address: string): Promise<Host> {
  const netns = await createNetns()
  const there = await openNetlink({ netns })
  await nl.createVeth({ name, up: true, master, peer: { name: 'eth0', netns } })
  await there.setLink('eth0', { up: true })
  await there.addAddress({ link: 'eth0', address: `${address}/24` })
  return { netns, nl: there, address }
}

async function close({ nl, netns }: Host): Promise<void> {
  await nl.close()
  await netns.close()
}

/** A socket of this host that is bound to the port. */
async function open({ netns }: Host): Promise<Socket> {
  const socket = createSocket('udp4')
  await netns.bind(socket, { port: PORT })
  return socket
}

/** The texts that arrive at a socket, until one of them is `last`. */
async function arrived(socket: Socket, last: string): Promise<string[]> {
  const found: string[] = []
  while (found.at(-1) !== last) found.push(String(((await once(socket, 'message')) as [Buffer])[0]))
  return found
}

describe('multicast over a bridge', () => {
  needs('bridge', 'veth', 'sockets by descriptor')
  let place: Place
  let hosts: Host[]

  beforeEach(async () => {
    place = await openPlace('ip link add br0 type bridge mcast_query_response_interval 1')
    await place.nl.setLink('br0', { up: true })
    hosts = []
    for (const i of [1, 2, 3]) hosts.push(await attach(place, `port${i}`, 'br0', `10.7.0.${i}`))
  })
  afterEach(async () => {
    await Promise.all(hosts.map(close))
    await place.close()
  })

  it('reaches every port without a querier, and with one only the ports that have the group', async () => {
    const [one] = hosts as [Host]
    const frames = async (port: string) => (await place.nl.getLink(port)).stats64?.txPackets ?? 0
    const sender = await open(one)
    sender.setMulticastInterface(one.address)
    /** How many more frames leave by the two other ports when this group gets some. */
    const sent = async (group: string): Promise<[number, number]> => {
      const before = await Promise.all(['port2', 'port3'].map(frames))
      for (let i = 0; i < FRAMES; i++) await new Promise((done) => sender.send(`frame ${i}`, PORT, group, done))
      const after = await Promise.all(['port2', 'port3'].map(frames))
      return [Number(after[0]) - Number(before[0]), Number(after[1]) - Number(before[1])]
    }
    try {
      await until('the group is flooded without a querier', async () => (await sent('239.1.1.1')).every(isAll))
      await place.nl.setLink('br0', { data: { mcastQuerier: true } })
      await until('no port gets the group', async () => !(await sent('239.1.1.1')).some(isAll))
      await place.nl.addMdb({ bridge: 'br0', port: 'port2', group: '239.1.1.1', permanent: true })
      assert.deepEqual((await sent('239.1.1.1')).map(isAll), [true, false])
      await place.nl.replaceMdb({ bridge: 'br0', port: 'port3', group: '239.1.1.1', permanent: true })
      assert.deepEqual((await sent('239.1.1.1')).map(isAll), [true, true])
      await place.nl.deleteMdb({ bridge: 'br0', port: 'port2', group: '239.1.1.1' })
      assert.deepEqual((await sent('239.1.1.1')).map(isAll), [false, true])
    } finally {
      sender.close()
    }
  })
})

describe('VLANs over a trunk between two bridges', () => {
  needs('bridge', 'veth', 'vlan filtering', 'sockets by descriptor')
  let place: Place
  let hosts: Host[]

  beforeEach(async () => {
    place = await openPlace()
    const { nl } = place
    const data = { vlanFiltering: true, vlanDefaultPvid: 0 }
    await nl.createBridge({ name: 'br0', up: true, data })
    await nl.createBridge({ name: 'br1', up: true, data })
    await nl.createVeth({ name: 'trunk0', up: true, master: 'br0', peer: { name: 'trunk1', up: true, master: 'br1' } })
    hosts = []
    for (const [i, [master, vid]] of (
      [
        ['br0', 10],
        ['br1', 10],
        ['br1', 20],
      ] as const
    ).entries()) {
      hosts.push(await attach(place, `port${i}`, master, `10.7.0.${i + 1}`))
      await nl.addBridgeVlan({ link: `port${i}`, vid, pvid: true, untagged: true })
    }
    await Promise.all(['trunk0', 'trunk1'].map((link) => nl.addBridgeVlan({ link, vid: '10-20' })))
  })
  afterEach(async () => {
    await Promise.all(hosts.map(close))
    await place.close()
  })

  it('connect hosts of the same VLAN, tagged on the trunk, and separate others', async () => {
    const [one, two, three] = hosts as [Host, Host, Host]
    const [sender, same, other] = [await open(one), await open(two), await open(three)]
    sender.setBroadcast(true)
    const strangers: string[] = []
    other.on('message', (message) => strangers.push(String(message)))
    try {
      const arriving = arrived(same, 'end')
      for (let i = 0; i < 20; i++)
        await new Promise((done) => sender.send(`to all ${i}`, PORT, '255.255.255.255', done))
      await new Promise((done) => sender.send('end', PORT, two.address, done))
      assert.ok((await arriving).length > 1)
      assert.deepEqual(strangers, [])
      // In the VLAN of the others, they hear it.
      await place.nl.addBridgeVlan({ link: 'port2', vid: 10, pvid: true, untagged: true })
      const [heard] = (await Promise.all([
        once(other, 'message'),
        new Promise((done) => sender.send('now', PORT, three.address, done)),
      ])) as [[Buffer], unknown]
      assert.equal(String(heard[0]), 'now')
      // The trunk carries what it has as a VLAN only.
      await Promise.all(['trunk0', 'trunk1'].map((link) => place.nl.deleteBridgeVlan({ link, vid: 10 })))
      const [before] = await place.nl.listBridgeVlans({ link: 'port1' })
      assert.equal(before?.vid, 10)
      const received = (await place.nl.getLink('port1')).stats64?.txPackets ?? 0
      for (let i = 0; i < 10; i++) await new Promise((done) => sender.send('cut', PORT, two.address, done))
      assert.equal((await place.nl.getLink('port1')).stats64?.txPackets, received)
    } finally {
      for (const socket of [sender, same, other]) socket.close()
    }
  })
})
