import assert from 'node:assert/strict'
import type { Link } from '../../lib/index.ts'
import { captureLink } from '../../lib/topology/capture-link.ts'
import { linkAdd } from '../../lib/topology/command/link.ts'
import { LINKS } from '../support/links.ts'
import { needsHere } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'

/** Properties that count, or that `ip` of Debian 12 does not know yet. */
const PASSING = ['gcTimer', 'helloTimer', 'bridgeId', 'rootId', 'seqNr']
const NEWER = ['fdbMaxLearned', 'localbypass', 'labelPolicy', 'reservedBits']

describe('commands of a plan that create links', () => {
  const here = eachPlace(`
    ip link add p0 type veth peer name p1
    ip link set p0 up
    ip link set p1 up
  `)

  for (const [what, { feature, script }] of Object.entries(LINKS)) {
    if (what === 'a port of a bridge') continue
    it(`make by ip what was captured: ${what}`, async function () {
      needsHere(this, feature)
      const { nl, sh } = here()
      sh(script)
      const links = await nl.listLinks()
      const found = links.find(({ name }) => name === 'x') as Link
      const nameOf = (index: number) => links.find((one) => one.index === index)?.name
      const { master, port, portKind, alias, up, ...captured } = captureLink(found, nameOf, false)
      const commands = linkAdd('', { ...captured, ...lasting(captured), name: 'x' })
      await nl.deleteLink('x')
      sh(commands.join('\n'))
      assert.deepEqual(lasting(await nl.getLink('x')).data, lasting(found).data, commands[0])
    })
  }
})

function lasting({ data }: { data?: object | undefined }): { data?: object } {
  if (data === undefined) return {}
  const left = [...PASSING, ...NEWER]
  return { data: Object.fromEntries(Object.entries(data).filter(([key]) => !left.includes(key))) }
}
