/** Does a little of everything; what `NODE_DEBUG=netlink` prints of it is the test's affair. The argument says what. */
import { addAddress, addRoute, createNetns, createVeth, listRoutes, openNetlink, setLink } from '../../../lib/index.ts'
import { openNftables } from '../../../lib/nftables/index.ts'
import { listSockets, openSockets } from '../../../lib/sockets/index.ts'

const ways: Record<string, () => Promise<void>> = {
  async routes() {
    await setLink('lo', { up: true })
    await createVeth({ name: 'v0', up: true, peer: { name: 'v1', up: true } })
    await Promise.allSettled([
      addAddress({ link: 'v0', address: '10.0.0.1/24' }),
      addRoute({ dst: '10.2.0.0/16', multipath: [{ oif: 'lo' }, { oif: 'v0', gateway: '10.0.0.9' }] }),
      addRoute({ dst: '10.3.0.0/16', oif: 'gone' }),
      addRoute({ dst: '10.4.0.0/16', gateway: '99.0.0.1' }),
    ])
    await listRoutes({ family: 'inet' })
  },
  async handle() {
    const netns = await createNetns('somewhere')
    const nl = await openNetlink({ netns: 'somewhere' })
    await nl.batch(
      (b) => {
        b.addRoute({ dst: '10.0.0.0/8', oif: 'gone' })
        b.setLink('lo', { up: true })
      },
      { onError: 'stop' },
    )
    await nl.close()
    await netns.delete()
  },
  async nftables() {
    const nft = await openNftables()
    const chain = { family: 'inet', table: 'mine', name: 'in' } as const
    await nft.apply([{ add: { table: { family: 'inet', name: 'mine' } } }, { add: { chain } }])
    await nft.list({ kind: 'chain' })
    await nft.apply([{ delete: { chain: { ...chain, name: 'other' } } }]).catch(() => undefined)
    await nft.close()
  },
  async sockets() {
    const sockets = await openSockets()
    const filter = { protocol: 'tcp', family: 'inet', states: ['listen'], local: '10.0.0.0/8:80' } as const
    await sockets.listSockets({ ...filter, link: 1, info: true })
    await sockets.lookupSocket({ protocol: 'tcp', local: '10.0.0.1:80' }).catch(() => undefined)
    await sockets.listSockets({ protocol: 'netlink' })
    await sockets.close()
    await listSockets({ protocol: 'udp', family: 'inet6' })
  },
}

await ways[process.argv[2] ?? '']?.()
