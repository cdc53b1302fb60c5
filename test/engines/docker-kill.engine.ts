import assert from 'node:assert/strict'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import * as sent from '../golden/support/docker-requests.ts'
import { PROGRAM } from './support/node.ts'
import { needsPackages } from './support/packages.ts'
import { CHECKOUT, eachMachine, type Machine } from './support/place.ts'

/** Milliseconds after which the driver is killed: from the first request to the last answer, also on a slow machine. */
const MOMENTS = Array.from({ length: 8 }, (_, i) => 80 + i * 60)
const SOCKET = '/run/driver.sock'

type Calls = readonly (readonly [method: string, body: object])[]

const CREATION: Calls = [
  ['CreateNetwork', sent.createNetwork],
  ['CreateEndpoint', sent.createEndpoint],
  ['Join', sent.join],
  ['ProgramExternalConnectivity', sent.program],
]
const DELETION: Calls = [
  ['RevokeExternalConnectivity', sent.revoke],
  ['Leave', sent.revoke],
  ['DeleteEndpoint', sent.revoke],
  ['DeleteNetwork', { NetworkID: sent.revoke.NetworkID }],
]

/** Starts the driver, and waits until it listens. */
async function startDriver(machine: Machine) {
  const driver = machine.start([...PROGRAM, 'docker', '--socket', SOCKET, '--state', '/run/state'])
  await once(driver.stdout as NodeJS.ReadableStream, 'data')
  return driver
}

const calling = (calls: Calls) => [
  process.execPath,
  `${CHECKOUT}/test/engines/programs/docker-calls.mjs`,
  SOCKET,
  JSON.stringify(calls),
]

describe('netlink-ts docker, with a network and an endpoint,', () => {
  needsPackages('busybox-static')
  const machine = eachMachine('root')

  for (const [what, calls] of Object.entries({ create: CREATION, delete: DELETION }))
    it(`leaves only what Docker can delete after its restart, whenever it is killed while it is to ${what} them`, async () => {
      for (const moment of MOMENTS) {
        const first = await startDriver(machine())
        if (what === 'delete') machine().out(calling(CREATION))
        const caller = machine().start(calling(calls))
        const ended = once(caller, 'exit')
        await setTimeout(moment)
        await machine().stop(first, 'SIGKILL')
        await ended
        const second = await startDriver(machine())
        machine().out(calling(DELETION))
        await machine().stop(second)
        assert.deepEqual(machine().left(), [], `killed after ${moment} ms`)
        assert.equal(machine().sh('ls /run/state').trim(), 'lock', `killed after ${moment} ms`)
      }
    }).timeout('180s')
})
