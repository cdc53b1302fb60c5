import assert from 'node:assert/strict'
import { deleteNetns, listNetns, type PlanStep, type StepReason, type Topology } from '../../lib/index.ts'
import type { Due } from '../../lib/topology/due.ts'
import { PHASES } from '../../lib/topology/families.ts'
import { stagesOf } from '../../lib/topology/stages.ts'
import { eachPlace } from '../support/place.ts'
import { name as uniqueName } from '../support/unique.ts'

const owner = { protocol: 77, tag: 'my-app' }

type Failed = Error & { code: string; step?: PlanStep; done?: readonly PlanStep[] }

function due(phase: number, netns: string, reason: StepReason = 'missing'): Due {
  return { verb: 'setLink', netns, arguments: [], phase, reason, subject: '' }
}

/** The phases of each stage. */
function phases(...steps: Due[]): number[][] {
  return stagesOf(steps).map((stage) => stage.map((mine) => mine[0]?.phase ?? -1))
}

describe('the stages of a plan', () => {
  const { tag, master, up, tables, createLink } = PHASES

  it('are several phases if they add something in several namespaces', () => {
    assert.deepEqual(phases(due(tag, 'c1'), due(master, ''), due(up, 'c1')), [[tag, master, up]])
  })

  it('are single phases in one namespace, and around what all namespaces wait for', () => {
    assert.deepEqual(phases(due(tag, 'c1'), due(master, 'c1')), [[tag], [master]])
    assert.deepEqual(phases(due(createLink, ''), due(tag, 'c1'), due(tables, ''), due(master, ''), due(up, 'c1')), [
      [createLink],
      [tag],
      [tables],
      [master, up],
    ])
  })

  it('are single phases where something changes that is there', () => {
    assert.deepEqual(phases(due(tag, 'c1'), due(master, '', 'differs'), due(up, 'c1')), [[tag], [master], [up]])
  })
})

describe('phases that are done together', () => {
  const place = eachPlace('ip link set lo up')
  let netns: string

  beforeEach(() => {
    netns = uniqueName('s')
  })
  afterEach(async () => {
    if ((await listNetns()).some(({ name }) => name === netns)) await deleteNetns(netns)
  })

  const topology = (gateway: string): Topology => ({
    links: { h0: { peer: { netns, name: 'eth0' }, up: true } },
    namespaces: {
      [netns]: {
        links: { lo: { up: true }, eth0: { up: true, addresses: ['10.1.0.2/24'] } },
        routes: [{ dst: 'default', gateway, oif: 'eth0' }],
        rules: [{ priority: 900, src: '10.0.0.0/8', action: 'prohibit' }],
      },
    },
  })
  const rules = () => place().ip<{ priority: number }>(`-n ${netns} -j rule`)

  it('end in a namespace with the first failure; the error has the phases that were complete', async () => {
    const { nl, ip } = place()
    const failing = topology('10.9.0.1')
    const { steps } = await nl.planTopology(failing, { owner })
    await assert.rejects(nl.applyTopology(failing, { owner, onError: 'stop' }), (thrown: Failed) => {
      assert.deepEqual([thrown.code, thrown.step?.verb], ['ENETUNREACH', 'addRoute'])
      assert.deepEqual(
        thrown.done,
        steps.filter(({ phase }) => phase <= PHASES.up),
      )
      return true
    })
    const [eth0] = ip<{ flags: string[] }>(`-n ${netns} -j link show eth0`)
    assert.equal(eth0?.flags.includes('UP'), true)
    assert.equal(
      rules().some(({ priority }) => priority === 900),
      false,
    )
  })

  it('are complete, with their rules', async () => {
    await place().nl.applyTopology(topology('10.1.0.1'), { owner })
    assert.equal(
      rules().some(({ priority }) => priority === 900),
      true,
    )
  })
})
