import assert from 'node:assert/strict'
import { readNetwork } from '../../lib/docker/network.ts'
import { readPortMap } from '../../lib/docker/port.ts'
import { createInternal, createNetwork, createNetwork6, program } from './support/docker-requests.ts'

describe('the networks that dockerd describes', () => {
  it('have a bridge that is named after the id, and the options of -o', () => {
    assert.deepEqual(readNetwork(createNetwork.NetworkID, createNetwork), {
      options: {
        name: 'nl-c34c4c9979fb',
        allowForward: true,
        subnet: '10.66.0.0/16',
        gateway: '10.66.0.1',
        mtu: 1400,
        isolate: false,
      },
    })
  })

  it('have a subnet and a gateway of each family', () => {
    assert.deepEqual(readNetwork(createNetwork6.NetworkID, createNetwork6).options, {
      name: 'nl-07bd2c1b0bdb',
      allowForward: true,
      subnet: '10.67.0.0/16',
      gateway: '10.67.0.9',
      subnet6: 'fd00:67::/64',
      gateway6: 'fd00:67::1',
    })
  })

  it('are internal', () => {
    assert.equal(readNetwork(createInternal.NetworkID, createInternal).options.internal, true)
  })
})

describe('the published ports that dockerd sends', () => {
  it('are single ones, any free one of a range, or one to be chosen', () => {
    assert.deepEqual(readPortMap(program.Options, undefined), [
      { host: 0, container: 81, protocol: 'tcp' },
      { host: 5353, container: 53, protocol: 'udp', address: '127.0.0.1' },
      { host: 8000, container: 80, protocol: 'tcp' },
      { host: 9000, container: 90, protocol: 'tcp', last: 9005 },
    ])
  })

  it('are on the address of the network where they name none', () => {
    const addresses = readPortMap(program.Options, '192.0.2.1').map(({ address }) => address)
    assert.deepEqual(addresses, ['192.0.2.1', '127.0.0.1', '192.0.2.1', '192.0.2.1'])
  })

  it('become ranges again where they follow each other, in whatever order they come', () => {
    const one = (Proto: number, HostPort: number, Port: number) => ({ Proto, HostIP: '', HostPort, Port })
    const ports = [one(6, 9002, 9002), one(17, 9001, 9001), one(6, 9000, 9000), one(6, 9001, 9001), one(6, 9003, 80)]
    assert.deepEqual(readPortMap({ 'com.docker.network.portmap': ports }, undefined), [
      { host: 9000, container: 9000, protocol: 'tcp', count: 3 },
      { host: 9001, container: 9001, protocol: 'udp' },
      { host: 9003, container: 80, protocol: 'tcp' },
    ])
  })
})
