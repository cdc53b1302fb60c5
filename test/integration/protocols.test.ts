import assert from 'node:assert/strict'
import { createNetns } from '../../lib/index.ts'
import { openTransports } from '../../lib/netns/transports.ts'
import { nfgenmsg, nfnetlink } from '../../lib/protocol/nfnetlink.ts'
import { rtnetlink } from '../../lib/protocol/rtnetlink.ts'
import { addon, type Descriptor } from '../../lib/transport/native.ts'
import { be32, s32, u8, u16, u32 } from '../../lib/wire/integers.ts'
import { message } from '../../lib/wire/message.ts'
import { struct } from '../../lib/wire/struct.ts'
import { text } from '../../lib/wire/text.ts'
import { needs } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'
import { openFiles } from '../support/threads.ts'
import { name as unique } from '../support/unique.ts'

/** NFT_MSG_NEWGEN of nftables: the number of the ruleset, which counts the transactions of one namespace. */
const generation = message('NFTA_GEN', nfgenmsg, { id: [1, be32] })
const nftables = nfnetlink({ number: 10, messages: [] })
const getGeneration = nftables.verbs(15, generation)('getGeneration', 'get', { answer: ({ id }: { id: number }) => id })

/** RTM_NEWLINK */
const link = message('IFLA', struct({ family: u8, _pad: u8, type: u16, index: s32, flags: u32, change: u32 }), {
  name: [3, text(15)],
})
const getLink = rtnetlink.verbs('NEWLINK', link)('getLink', 'get', { answer: ({ name }: { name: string }) => name })

const netlinkSockets = () => openFiles().filter(({ target }) => target.startsWith('socket:')).length

describe('the transports of a handle', () => {
  needs('nftables')
  const place = eachPlace()

  it('are opened when a request needs their protocol, and closed together', async () => {
    const before = netlinkSockets()
    const { transports, opened } = openTransports(rtnetlink, place().netns)
    await opened
    assert.equal(netlinkSockets(), before + 1)
    assert.equal(await transports.request(getLink, { index: 1 }), 'lo')
    assert.equal(netlinkSockets(), before + 1)
    const [first, second] = [0, 0].map(() => transports.request(getGeneration, {}))
    assert.equal(await first, await second)
    assert.equal(netlinkSockets(), before + 2)
    await transports.close()
    assert.equal(netlinkSockets(), before)
  })

  it('are in one namespace, whatever its name means meanwhile', async () => {
    const name = unique('ns')
    await using first = await createNetns(name)
    for (let i = 0; i < 20; i++) place().run(['ip', 'netns', 'exec', name, 'nft', `add table ip t${i}`])
    const { transports, opened } = openTransports(rtnetlink, name)
    await opened
    await first.delete()
    await using second = await createNetns(name)
    try {
      const there = await transports.inside(second, (nft) => nft.request(getGeneration, {}))
      assert.equal(await transports.request(getGeneration, {}), there + 20)
    } finally {
      await transports.close()
      await second.delete()
    }
  })

  it('take no request once the handle is closed, of any protocol', async () => {
    const { transports } = openTransports(rtnetlink, place().netns)
    await transports.close()
    const closed = { code: 'ERR_NETLINK_CLOSED', operation: 'getGeneration' }
    await assert.rejects(transports.request(getGeneration, {}), closed)
    assert.equal(transports.closed, true)
  })

  it('end together when the signal of the handle is aborted', async () => {
    const controller = new AbortController()
    const { transports } = openTransports(rtnetlink, place().netns, { signal: controller.signal })
    await transports.request(getGeneration, {})
    controller.abort(new Error('enough'))
    await assert.rejects(transports.request(getGeneration, {}), { message: 'enough' })
    await transports.close()
  })

  it('can be used in a task and in another namespace', async () => {
    const { transports } = openTransports(rtnetlink, place().netns)
    const before = await transports.request(getGeneration, {})
    place().run('nft add table ip t')
    const [inTask, inside] = await Promise.all([
      transports.task('both', (alone) => alone.request(getGeneration, {})),
      transports.inside(place().netns, (there) => there.request(getGeneration, {})),
    ])
    assert.deepEqual([inTask, inside], [before + 1, before + 1])
    await transports.close()
  })
})

describe('the description of a protocol', () => {
  const numbering = { number: 0, objectMask: 3, objectBits: 2, linkChanges: [16] }
  const open = (changes: object) => new (addon().Socket)({ ...numbering, ...changes }, undefined, () => undefined)

  it('is checked by the addon', () => {
    assert.throws(
      () => new (addon().Socket)(0 as never, undefined, () => undefined),
      /^TypeError: protocol must be an object/,
    )
    assert.throws(() => open({ number: -1 }), /^RangeError: number must be a whole number from 0 to 65535/)
    assert.throws(() => open({ objectMask: 1.5 }), /^RangeError: objectMask/)
    assert.throws(() => open({ objectBits: undefined }), /^TypeError: objectBits must be a number/)
    assert.throws(() => open({ linkChanges: undefined }), /^TypeError: linkChanges must be an array/)
    assert.throws(() => open({ linkChanges: [70000] }), /^RangeError: linkChanges/)
    assert.throws(() => open({ linkSettings: 1 }), /^TypeError: linkSettings must be an object/)
    assert.throws(() => open({ linkSettings: { type: 16, headerSize: 16 } }), /^TypeError: moves must be an array/)
    assert.throws(() => open({ linkSettings: { type: -1, headerSize: 16, moves: [] } }), /^RangeError: type/)
  })

  it('says a namespace of its socket, until that is closed', async () => {
    await using netns = await createNetns()
    const held = addon().openNetns(`/proc/self/fd/${netns.fd}`) as Descriptor
    const socket = new (addon().Socket)(numbering, held, () => undefined)
    held.close()
    const again = socket.netns()
    assert.equal(again?.inode, BigInt(netns.inode))
    again?.close()
    await new Promise<void>((resolve) => socket.close(resolve))
    assert.equal(socket.netns(), undefined)
  })
})
