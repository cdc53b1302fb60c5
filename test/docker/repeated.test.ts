import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { eachTestHost } from '../container/support/test-host.ts'
import * as sent from '../golden/support/docker-requests.ts'
import { needs } from '../support/needs.ts'
import { eachCaller } from './support/caller.ts'

const { NetworkID } = sent.createInternal

describe('requests to the network driver for Docker that come twice, at once, or by half', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()
  const caller = eachCaller(testHost)
  const record = () => readFileSync(join(caller().state, `${NetworkID}.json`), 'utf8')

  it('a network that is created again has to be the same, internal among the rest', async () => {
    await caller().done('CreateNetwork', sent.createInternal)
    const before = record()
    assert.match(before, /"internal":true/)
    assert.deepEqual(await caller().done('CreateNetwork', sent.createInternal), {})
    const open = { ...sent.createInternal, Options: { 'com.docker.network.generic': {} } }
    assert.equal(await caller().error('CreateNetwork', open), `network ${NetworkID} exists already with other options`)
    assert.equal(record(), before)
    await caller().done('DeleteNetwork', { NetworkID })
  })

  it('a network whose creation or deletion was interrupted is created as it is requested now', async () => {
    for (const state of ['creating', 'deleting']) {
      await caller().done('CreateNetwork', sent.createInternal)
      writeFileSync(join(caller().state, `${NetworkID}.json`), record().replace('"ready"', `"${state}"`))
      const open = { ...sent.createInternal, Options: { 'com.docker.network.generic': {} } }
      await caller().done('CreateNetwork', open)
      assert.doesNotMatch(record(), /internal/)
      await caller().done('DeleteNetwork', { NetworkID })
    }
  })

  it('an endpoint that is created again has to have the same address', async () => {
    await caller().done('CreateNetwork', sent.createInternal)
    const endpoint = (Address: string) => ({ NetworkID, EndpointID: 'e1', Interface: { Address } })
    const first = await caller().done('CreateEndpoint', endpoint('10.68.0.7/16'))
    assert.deepEqual(await caller().done('CreateEndpoint', endpoint('10.68.0.7/16')), first)
    const error = await caller().error('CreateEndpoint', endpoint('10.68.0.8/16'))
    assert.equal(error, 'endpoint e1 exists already with 10.68.0.7/16')
    await caller().done('DeleteNetwork', { NetworkID })
  })

  it('at once: one network, and nothing of one that is deleted while a container comes', async () => {
    const before = testHost().kernel()
    const endpoint = { NetworkID, EndpointID: 'e1', Interface: { Address: '10.68.0.7/16' } }
    for (let round = 0; round < 5; round++) {
      await Promise.all([1, 2].map(() => caller().done('CreateNetwork', sent.createInternal)))
      await Promise.all([
        caller().call('/NetworkDriver.CreateEndpoint', endpoint),
        caller().call('/NetworkDriver.DeleteNetwork', { NetworkID }),
        caller().call('/NetworkDriver.CreateEndpoint', { ...endpoint, EndpointID: 'e2' }),
      ])
      assert.equal(testHost().kernel(), before)
    }
  })

  it('ends without waiting for clients that send nothing, or half a request', async () => {
    const clients = ['', 'POST /NetworkDriver.Leave HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{'].map(
      (text) => {
        const client = connect(caller().socket)
        client.write(text)
        return client
      },
    )
    await Promise.all(clients.map((client) => once(client, 'connect')))
    await caller().call('/Plugin.Activate')
    const ended = clients.map((client) => once(client.resume(), 'close'))
    await caller().stop()
    await Promise.all(ended)
  })
})
