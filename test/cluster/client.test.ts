import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { configurationOf } from '../../lib/cluster/configuration.ts'
import { Client, isLeaseGone } from '../../lib/cluster/etcd/client.ts'
import { EtcdDirectory } from '../../lib/cluster/etcd/directory.ts'
import { Keys } from '../../lib/cluster/etcd/store.ts'
import { Compacted, watchKeys } from '../../lib/cluster/etcd/watch.ts'
import { deleteAddress, setLink } from '../../lib/index.ts'
import { requirePrivate } from '../support/private.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')

describe('the client of etcd', () => {
  const servers: Server[] = []
  before(() => {
    requirePrivate()
    return setLink('lo', { up: true })
  })
  // The address outlasts the link's being up, and with it connections to 127.0.0.1 wait instead of failing.
  after(async () => {
    await setLink('lo', { up: false })
    await deleteAddress({ link: 'lo', address: '127.0.0.1/8' })
  })

  async function member(listener: RequestListener): Promise<string> {
    const server = createServer(listener).listen(0, '127.0.0.2')
    servers.push(server)
    await once(server, 'listening')
    return `http://127.0.0.2:${(server.address() as AddressInfo).port}`
  }

  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections()
      server.close()
    }
  })

  const answering = (status: number, body: object) =>
    member((_, response) => response.writeHead(status).end(JSON.stringify(body)))
  const silent = () => member(() => undefined)
  const unavailable = { error: 'etcdserver: no leader', message: 'etcdserver: no leader', code: 14 }

  it('asks the next member if one is silent, unavailable or gone, and stays with the one that answers', async () => {
    const gone = await answering(200, {})
    servers.pop()?.close()
    let calls = 0
    const well = await member((_, response) => {
      calls++
      response.end('{"header":{"revision":"7"}}')
    })
    const client = new Client('joinCluster', [gone, await answering(503, unavailable), await silent(), well])
    await client.call('/v3/kv/range', {})
    const begun = performance.now()
    await client.call('/v3/kv/range', {})
    assert.ok(performance.now() - begun < 1_000)
    assert.equal(calls, 2)
  })

  for (const [had, calls] of [
    [true, ['range', 'grant', 'txn', 'timetolive', 'revoke', 'range']],
    [false, ['range', 'grant', 'txn', 'range', 'revoke']],
  ] as const)
    it(`a claim that is undone ${had ? 'keeps the subnet that the node had before' : 'gives its subnet back'}`, async () => {
      const asked: string[] = []
      const value = base64(JSON.stringify({ PublicIP: '192.0.2.11', BackendType: 'host-gw' }))
      const kvs = had ? [{ key: base64('/n/subnets/10.244.7.0-24'), value, mod_revision: '3', lease: '5' }] : []
      const endpoint = await member((request, response) => {
        asked.push((request.url ?? '').split('/').at(-1) as string)
        response.end(JSON.stringify({ header: { revision: '7' }, kvs, succeeded: true }))
      })
      const place = { endpoints: [endpoint], prefix: '/n' }
      const directory = new EtcdDirectory('joinCluster', place, { leaseTime: 60, checkInterval: 1_000 })
      const network = { base: 0x0a_f4_00_00, length: 16 }
      const configuration = configurationOf('joinCluster', { network, backend: 'host-gw' })
      const self = { publicAddress: '192.0.2.11', backend: 'host-gw' }
      const { subnet } = await directory.join(configuration, self, undefined)
      if (had) assert.equal(subnet.base, 0x0a_f4_07_00)
      await directory.undo()
      assert.deepEqual(asked, calls)
    })

  it('names each member and its reason if none answers', async () => {
    const [one, two] = [await answering(503, unavailable), await member((request) => request.socket.destroy())]
    await assert.rejects(new Client('joinCluster', [one, two]).call('/v3/kv/range', {}), (thrown: Error) => {
      assert.ok(
        thrown.message.startsWith(`joinCluster: etcd does not answer: ${one}: etcdserver: no leader; ${two}: `),
        thrown.message,
      )
      assert.equal((thrown as { code?: string }).code, 'ETIMEDOUT')
      return true
    })
  })

  it('does not ask another member what etcd has refused', async () => {
    const refusing = await answering(404, { error: 'etcdserver: requested lease not found', message: '', code: 5 })
    const other = await answering(200, {})
    await assert.rejects(new Client('joinCluster', [refusing, other]).call('/v3/lease/revoke', {}), isLeaseGone)
  })

  it('says so if a server is not etcd', async () => {
    const other = await member((_, response) => response.writeHead(404).end('Not Found'))
    await assert.rejects(new Client('joinCluster', [other]).call('/v3/kv/range', {}), {
      message: /expected JSON of etcd's gateway, got status 404/,
    })
  })

  it('reads a watch line by line, wherever the network cuts it, and resumes after the last event', async () => {
    const value = '{"PublicIP":"192.0.2.1","PublicIPv6":null,"BackendType":"host-gw"}'
    const kv = { key: base64('/p/subnets/10.0.1.0-24'), mod_revision: '5', value: base64(value), lease: '9' }
    const gone = { type: 'DELETE', kv: { key: base64('/p/subnets/10.0.2.0-24'), mod_revision: '6' } }
    const other = { kv: { key: base64('/p/subnets/notes'), mod_revision: '7' } }
    const text = [
      { result: { header: { revision: '9' }, created: true } },
      { result: { header: { revision: '9' }, events: [{ kv }, gone, other] } },
      { result: { header: {}, canceled: true, compact_revision: '8' } },
    ]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join('')
    const endpoint = await member(async (_, response) => {
      for (let at = 0; at < text.length; at += 40) {
        response.write(text.slice(at, at + 40))
        await new Promise((resolve) => setImmediate(resolve))
      }
      response.end()
    })
    const client = new Client('joinCluster', [endpoint])
    const found: unknown[] = []
    const read = async () => {
      for await (const { revision, changes } of watchKeys(
        client,
        new Keys(client, '/p'),
        5,
        new AbortController().signal,
      ))
        found.push([revision, changes.map(({ name, entry }) => [name, entry?.record.publicAddress, entry?.lease])])
    }
    await assert.rejects(read(), Compacted)
    assert.deepEqual(found, [
      [0, []],
      [
        7,
        [
          ['10.0.1.0-24', '192.0.2.1', '9'],
          ['10.0.2.0-24', undefined, undefined],
        ],
      ],
    ])
  })
})
