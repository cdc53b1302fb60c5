import assert from 'node:assert/strict'
import * as dgram from 'node:dgram'
import * as net from 'node:net'
import { createNetwork } from '../../lib/container/index.ts'
import * as home from '../../lib/index.ts'
import { type Verbs, verbs } from '../../lib/netlink/verbs.ts'
import { openNftables } from '../../lib/nftables/index.ts'
import { needs } from '../support/needs.ts'
import { onePlace } from '../support/place.ts'
import { name as uniqueName } from '../support/unique.ts'

const NOTHING = 'nosuchlink'
const parent = { link: NOTHING, name: 'x0' }

const OWNER = { protocol: 77, tag: 'stacks' }
const STEP = { netns: '', phase: 0, reason: 'missing', subject: '', command: '' } as const

/** A call of each verb that the kernel refuses. */
const refused: Readonly<Record<string, (on: Verbs) => Promise<unknown>>> = {
  createLink: (on) => on.createLink({ kind: 'bridge', name: 'lo' }),
  createVeth: (on) => on.createVeth({ name: 'lo', peer: { name: uniqueName('s'), up: true } }),
  createBridge: (on) => on.createBridge({ name: 'lo' }),
  createVxlan: (on) => on.createVxlan({ name: 'lo', data: { id: 5 } }),
  createMacvlan: (on) => on.createMacvlan(parent),
  createMacvtap: (on) => on.createMacvtap(parent),
  createIfb: (on) => on.createIfb({ name: 'lo' }),
  createDummy: (on) => on.createDummy({ name: 'lo', alias: 'in two steps' }),
  createVlan: (on) => on.createVlan({ ...parent, data: { id: 5 } }),
  createIpvlan: (on) => on.createIpvlan(parent),
  createVrf: (on) => on.createVrf({ name: 'lo', data: { table: 5 } }),
  createWireguard: (on) => on.createWireguard({ name: 'lo' }),
  createAmt: (on) => on.createAmt({ name: 'lo', data: { mode: 'relay', link: 'lo', localIp: '127.0.0.1' } }),
  createBareudp: (on) => on.createBareudp({ name: 'lo', data: { port: 6635, ethertype: 'mpls_uc' } }),
  createBatadv: (on) => on.createBatadv({ name: 'lo' }),
  createBond: (on) => on.createBond({ name: 'lo' }),
  createErspan: (on) => on.createErspan({ name: 'lo' }),
  createGeneve: (on) => on.createGeneve({ name: 'lo', data: { id: 5, remote: '127.0.0.1' } }),
  createGre: (on) => on.createGre({ name: 'lo' }),
  createGretap: (on) => on.createGretap({ name: 'lo' }),
  createGtp: (on) => on.createGtp({ name: 'lo', data: { createSockets: true } }),
  createHsr: (on) => on.createHsr({ name: 'lo', data: { slave1: 'lo', slave2: 'lo' } }),
  createIp6erspan: (on) => on.createIp6erspan({ name: 'lo' }),
  createIp6gre: (on) => on.createIp6gre({ name: 'lo' }),
  createIp6gretap: (on) => on.createIp6gretap({ name: 'lo' }),
  createIp6tnl: (on) => on.createIp6tnl({ name: 'lo' }),
  createIpip: (on) => on.createIpip({ name: 'lo' }),
  createIpoib: (on) => on.createIpoib(parent),
  createLowpan: (on) => on.createLowpan(parent),
  createMacsec: (on) => on.createMacsec(parent),
  createNetkit: (on) => on.createNetkit({ name: 'lo' }),
  createNlmon: (on) => on.createNlmon({ name: 'lo' }),
  createOvpn: (on) => on.createOvpn({ name: 'lo' }),
  createPpp: (on) => on.createPpp({ name: 'lo', data: { devFd: -1 } }),
  createRmnet: (on) => on.createRmnet({ ...parent, data: { muxId: 5 } }),
  createSit: (on) => on.createSit({ name: 'lo' }),
  createTeam: (on) => on.createTeam({ name: 'lo' }),
  createVcan: (on) => on.createVcan({ name: 'lo' }),
  createVsockmon: (on) => on.createVsockmon({ name: 'lo' }),
  createVti: (on) => on.createVti({ name: 'lo' }),
  createVti6: (on) => on.createVti6({ name: 'lo' }),
  createVxcan: (on) => on.createVxcan({ name: 'lo' }),
  createWwan: (on) => on.createWwan({ name: 'lo', parentDevName: 'nosuchdevice', data: { linkId: 5 } }),
  createXfrm: (on) => on.createXfrm({ name: 'lo', data: { ifId: 5 } }),
  setVf: (on) => on.setVf('lo', 0, { trust: true }),
  setLink: (on) => on.setLink(NOTHING, { data: { fdbFlush: true } }),
  deleteLink: (on) => on.deleteLink(NOTHING),
  deleteLinks: (on) => on.deleteLinks([NOTHING, 'lo', 'lo']),
  getLink: (on) => on.getLink(NOTHING),
  listLinks: (on) => on.listLinks({ master: NOTHING }),
  streamLinks: (on) => first(on.streamLinks({ master: NOTHING })),
  addAltname: (on) => on.addAltname(NOTHING, 'other'),
  deleteAltname: (on) => on.deleteAltname(NOTHING, 'other'),
  addAddress: (on) => on.addAddress({ link: NOTHING, address: '10.0.0.1/24' }),
  replaceAddress: (on) => on.replaceAddress({ link: NOTHING, address: '10.0.0.1/24' }),
  deleteAddress: (on) => on.deleteAddress({ link: NOTHING, address: '10.0.0.1/24' }),
  listAddresses: (on) => on.listAddresses({ link: NOTHING }),
  streamAddresses: (on) => first(on.streamAddresses({ link: NOTHING })),
  addRoute: (on) => on.addRoute({ dst: '10.0.0.0/8', gateway: '192.0.2.1' }),
  replaceRoute: (on) => on.replaceRoute({ dst: '10.0.0.0/8', gateway: '192.0.2.1' }),
  appendRoute: (on) => on.appendRoute({ dst: '10.0.0.0/8', gateway: '192.0.2.1' }),
  deleteRoute: (on) => on.deleteRoute({ dst: '10.0.0.0/8' }),
  listRoutes: (on) => on.listRoutes({ oif: NOTHING }),
  streamRoutes: (on) => first(on.streamRoutes({ oif: NOTHING })),
  lookupRoute: (on) => on.lookupRoute({ dst: '192.0.2.1' }),
  addRule: (on) => on.addRule({ src: '10.0.0.0/8', goto: 1, priority: 5 }),
  deleteRule: (on) => on.deleteRule({ priority: 12345 }),
  listRules: (on) => on.listRules({}, { timeout: 0 }),
  streamRules: (on) => first(on.streamRules({}, { timeout: 0 })),
  addNeighbour: (on) => on.addNeighbour({ link: NOTHING, dst: '10.0.0.1' }),
  replaceNeighbour: (on) => on.replaceNeighbour({ link: NOTHING, dst: '10.0.0.1' }),
  appendNeighbour: (on) => on.appendNeighbour({ link: NOTHING, dst: '10.0.0.1' }),
  deleteNeighbour: (on) => on.deleteNeighbour({ link: NOTHING, dst: '10.0.0.1' }),
  listNeighbours: (on) => on.listNeighbours({ link: NOTHING }),
  streamNeighbours: (on) => first(on.streamNeighbours({ link: NOTHING })),
  flushAddresses: (on) => on.flushAddresses({ link: NOTHING }),
  flushRoutes: (on) => on.flushRoutes({ oif: NOTHING }),
  flushRules: (on) => on.flushRules({ priority: 7 }),
  flushNeighbours: (on) => on.flushNeighbours({ link: NOTHING }),
  addNexthop: (on) => on.addNexthop({ gateway: '192.0.2.1', oif: 'lo' }),
  replaceNexthop: (on) => on.replaceNexthop({ id: 5, gateway: '192.0.2.1', oif: 'lo' }),
  deleteNexthop: (on) => on.deleteNexthop(77),
  getNexthop: (on) => on.getNexthop(77),
  listNexthops: (on) => on.listNexthops({ oif: NOTHING }),
  streamNexthops: (on) => first(on.streamNexthops({ oif: NOTHING })),
  listNexthopBuckets: (on) => on.listNexthopBuckets({ oif: NOTHING }),
  addBridgeVlan: (on) => on.addBridgeVlan({ link: 'lo', vid: 10 }),
  setBridgeVlan: (on) => on.setBridgeVlan({ link: 'lo', vid: 10, state: 'blocking' }),
  deleteBridgeVlan: (on) => on.deleteBridgeVlan({ link: 'lo', vid: 10 }),
  listBridgeVlans: (on) => on.listBridgeVlans({ link: NOTHING }),
  streamBridgeVlans: (on) => first(on.streamBridgeVlans({ link: NOTHING })),
  setBridgeVlanGlobal: (on) => on.setBridgeVlanGlobal({ link: 'lo', vid: 10, msti: 1 }),
  listBridgeVlanGlobals: (on) => on.listBridgeVlanGlobals({ link: NOTHING }),
  setBridgeMst: (on) => on.setBridgeMst({ link: 'lo', msti: 1, state: 'blocking' }),
  listBridgeMst: (on) => on.listBridgeMst({ link: NOTHING }),
  addMdb: (on) => on.addMdb({ bridge: 'lo', port: 'lo', group: '239.1.1.1' }),
  replaceMdb: (on) => on.replaceMdb({ bridge: 'lo', port: 'lo', group: '239.1.1.1' }),
  deleteMdb: (on) => on.deleteMdb({ bridge: 'lo', port: 'lo', group: '239.1.1.1' }),
  listMdb: (on) => on.listMdb({ bridge: NOTHING }),
  streamMdb: (on) => first(on.streamMdb({ bridge: NOTHING })),
  flushMdb: (on) => on.flushMdb({ bridge: NOTHING }),
  listMdbRouters: (on) => on.listMdbRouters({ bridge: NOTHING }),
  flushFdb: (on) => on.flushFdb({ link: 'lo' }),
  watch: (on) => first(on.watch({ addresses: { link: 'lo' } })),
  waitForLink: (on) => on.waitForLink(NOTHING, 'up', { timeout: 0 }),
  waitForAddress: (on) => on.waitForAddress(NOTHING, {}, { timeout: 0 }),
  waitFor: (on) => on.waitFor({ links: true }, () => false, { timeout: 0 }),
  planTopology: (on) => on.planTopology({ links: { [NOTHING]: { absent: false } } }, { owner: OWNER }),
  checkTopology: (on) => on.checkTopology({ links: { [NOTHING]: { absent: false } } }, { owner: OWNER }),
  applyTopology: (on) => on.applyTopology({ links: { lo: { mtu: 70_000, master: 'lo' } } }, { owner: OWNER }),
  keepTopology: (on) => on.keepTopology({ links: { [NOTHING]: { absent: false } } }, { owner: OWNER }).done,
  runPlan: (on) => on.runPlan({ steps: [{ ...STEP, verb: 'setLink', arguments: [NOTHING, { up: true }] }] }),
  removeTopology: (on) => on.removeTopology({ owner: { ...OWNER, protocol: 4 } }),
  captureTopology: (on) => on.captureTopology({ netns: ['nosuchname'] }),
  createNetns: (on) => on.createNetns('not/a/name'),
  openNetns: (on) => on.openNetns('nosuchname'),
  deleteNetns: (on) => on.deleteNetns('nosuchname'),
  listNetns: async (on) => {
    const netns = await home.createNetns(uniqueName('st'))
    await on.listNetns().finally(() => netns.delete())
  },
}
/** The kernel refuses nothing to these: what fails is asked of a handle that is closed. */
const CLOSED: readonly string[] = ['flushRules', 'listRules', 'streamRules', 'watch', 'listNetns']

async function first(items: AsyncIterable<unknown>): Promise<unknown> {
  for await (const item of items) return item
  return undefined
}

/** The error of a call, asked for by a function whose name is `mine`. */
async function stackOf(call: () => Promise<unknown>): Promise<string> {
  async function mine(): Promise<void> {
    await call()
  }
  let failed: { error: unknown } | undefined
  await mine().catch((error: unknown) => {
    failed = { error }
  })
  assert.ok(failed, 'the call was refused')
  assert.ok(failed.error instanceof Error)
  return failed.error.stack ?? ''
}

const MINE = /\bmine\b/

describe('the stack of a failed call', () => {
  needs('node', 'veth', 'bridge')
  const place = onePlace('ip link set lo up')

  it('is looked at for every verb', () => {
    const names = verbs.map(({ name }) => name)
    assert.deepEqual(Object.keys(refused).sort(), names.sort())
  })

  for (const [verb, call] of Object.entries(refused)) {
    it(`names the function that called ${verb} of a handle`, async () => {
      const { nl, netns } = place()
      const on = CLOSED.includes(verb) ? await home.openNetlink({ netns }) : nl
      if (on !== nl) await on.close()
      const stack = await stackOf(() => call(on))
      assert.match(stack, MINE)
      assert.match(stack, /^(NetlinkError|TypeError|RangeError): /)
    })
  }

  for (const [verb, call] of Object.entries(refused).filter(([verb]) => !CLOSED.includes(verb))) {
    it(`names the function that called ${verb}`, async () => {
      assert.match(await stackOf(() => call(home)), MINE)
    })
  }

  const others: Readonly<Record<string, () => Promise<unknown>>> = {
    'Promise.all': () => Promise.all([place().nl.getLink('lo'), place().nl.getLink(NOTHING)]),
    'a call with a signal and a timeout': () =>
      place().nl.getLink(NOTHING, { signal: new AbortController().signal, timeout: 5000 }),
    'a call in another namespace': () => place().nl.createBridge({ name: 'lo', netns: place().netns }),
    openNetlink: () => home.openNetlink({ netns: 'nosuchname' }),
    'a batch that is refused': () =>
      place().nl.batch((b) => {
        b.deleteLink(undefined as never)
      }),
    'a batch': async () => {
      const [result] = await place().nl.batch((b) => b.deleteLink(NOTHING))
      throw (result as { error: unknown }).error
    },
    'Netns.connect': () => place().netns.connect({ host: '127.0.0.1', port: 9 }),
    'Netns.connect by a name': () => place().netns.connect({ host: 'localhost', port: 9 }),
    'Netns.connect to a path': () => place().netns.connect({ path: '\0nobody' }),
    'Netns.connect with a timeout': () => {
      const lookup = (() => undefined) as unknown as net.LookupFunction
      return place().netns.connect({ host: 'nowhere.invalid', port: 9, timeout: 5, lookup })
    },
    'Netns.bind': () => {
      const socket = dgram.createSocket('udp4')
      return place()
        .netns.bind(socket, { address: '192.0.2.7' })
        .finally(() => socket.close())
    },
    'Netns.listen on a path': async () => {
      const [one, other] = [net.createServer(), net.createServer()]
      await place().netns.listen(one, { path: '\0taken' })
      await place()
        .netns.listen(other, { path: '\0taken' })
        .finally(() => one.close())
    },
    'Netns.getSysctl': () => place().netns.getSysctl('net.nosuch'),
    'Netns.setSysctl': () => place().netns.setSysctl('net.ipv4.nosuch', 1),
    'Netns.listen': async () => {
      const [one, other] = [net.createServer(), net.createServer()]
      await place().netns.listen(one, { port: 8099 })
      await place()
        .netns.listen(other, { port: 8099 })
        .finally(() => one.close())
    },
    'Netns.delete': async () => {
      const netns = await home.createNetns(uniqueName('st'))
      await home.deleteNetns(netns.name as string)
      await netns.delete()
    },
  }
  for (const [what, call] of Object.entries(others)) {
    it(`names the function that called it: ${what}`, async () => assert.match(await stackOf(call), MINE))
  }

  it('names it where the caller has a subscriber of the diagnostics channel', async () => {
    const { subscribe, unsubscribe } = await import('node:diagnostics_channel')
    const nobody = () => undefined
    subscribe('netlink-ts:request', nobody)
    try {
      assert.match(await stackOf(() => place().nl.createBridge({ name: 'lo' })), MINE)
      assert.match(await stackOf(() => place().nl.listLinks({ master: NOTHING })), MINE)
    } finally {
      unsubscribe('netlink-ts:request', nobody)
    }
  })
})

describe('the stack of a failed call of nftables and of a network', () => {
  needs('node', 'nftables', 'bridge')
  const place = onePlace()

  it('names the function that called it', async () => {
    await using nft = await openNftables({ netns: place().netns })
    const table = { family: 'inet' as const, name: 'nosuch' }
    assert.match(await stackOf(() => nft.apply([{ delete: { table } }])), MINE)
    assert.match(await stackOf(() => nft.apply([{ list: { table } } as never])), MINE)
    assert.match(await stackOf(() => nft.list({ family: 'nosuch' } as never)), MINE)
    const set = { family: 'inet' as const, table: 'nosuch', set: 'nosuch' }
    assert.match(await stackOf(() => nft.addElements(set, ['10.0.0.1'])), MINE)
    assert.match(await stackOf(() => openNftables({ netns: 'nosuchname' })), MINE)
  })

  it('names the function that called createNetwork and attach', async () => {
    const name = uniqueName('st')
    await home.createBridge({ name })
    assert.match(await stackOf(() => createNetwork({ name, subnet: '10.214.7.0/24' })), MINE)
    const network = await createNetwork({ name: uniqueName('st'), subnet: '10.214.8.0/24' })
    try {
      assert.match(await stackOf(() => network.attach('nosuchname')), MINE)
      assert.match(await stackOf(() => network.attach(place().netns, { interface: 'lo' })), MINE)
    } finally {
      await network.delete()
      await home.deleteLink(name)
    }
  })
})
