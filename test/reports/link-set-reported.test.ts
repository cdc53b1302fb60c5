import assert from 'node:assert/strict'
import { tables } from '../../lib/link/kinds/index.ts'
import { link } from '../../lib/link/message.ts'
import { port } from '../../lib/link/port.ts'
import { onePlace } from '../support/place.ts'

interface Table {
  readonly rows: readonly { readonly key: string; readonly report: boolean }[]
}

const reported = ({ rows }: Table) => rows.filter(({ report }) => report).map(({ key }) => key)

describe('a field that the kernel only reports', () => {
  const here = onePlace('ip link add v0 type veth peer name v1')

  async function refused(change: object, path: string): Promise<void> {
    await assert.rejects(
      here().nl.setLink('v0', change),
      { name: 'TypeError', message: `setLink: \`${path}\` is only reported by the kernel and cannot be set` },
      path,
    )
  }

  it('is refused by setLink, and nothing else of the change is done', async () => {
    const before = here().run('ip -d -o link show v0')
    const inner = ['protinfo', 'extMask', 'altIfname']
    const fields = [...reported(link).filter((key) => !inner.includes(key)), 'type', 'xstats']
    assert.ok(fields.includes('qdisc') && fields.includes('vfinfoList') && fields.includes('promiscuity'))
    for (const field of fields) await refused({ mtu: 1400, [field]: 1 }, field)
    assert.equal(here().run('ip -d -o link show v0'), before)
  })

  it('is refused by setLink in every nest', async () => {
    for (const field of reported(port)) await refused({ port: { [field]: 1 } }, `port.${field}`)
    for (const [kind, table] of Object.entries(tables)) {
      for (const field of reported(table as unknown as Table))
        await refused({ kind, data: { [field]: 1 } }, `data.${field}`)
    }
    for (const field of ['flags', 'conf', 'stats', 'cacheinfo', 'icmp6stats', 'raMtu'])
      await refused({ afSpec: { inet6: { [field]: [] } } }, `afSpec.inet6.${field}`)
    await refused({ xdp: { attached: 'skb' } }, 'xdp.attached')
  })

  it('is refused by setLink where it comes with a master, before the master changes', async () => {
    const { nl } = here()
    await nl.createBridge({ name: 'br0' })
    await refused({ master: 'br0', port: { rootId: '8000.02:00:00:00:00:01' } }, 'port.rootId')
    assert.equal((await nl.getLink('v0')).master, undefined)
    await nl.deleteLink('br0')
  })

  it('is refused as a word among flags', async () => {
    const { nl } = here()
    await assert.rejects(nl.setLink('v0', { flags: ['multicast', 'running'] }), {
      name: 'TypeError',
      message: "setLink: flags must be flags that can be set, not 'running', which the kernel only reports",
    })
    await nl.setLink('v0', { flags: ['multicast', 'promisc'] })
    assert.ok((await nl.getLink('v0')).flags.includes('promisc'))
  })

  it('is accepted where a listed link is created again', async () => {
    const { nl } = here()
    const before = await nl.getLink('v1')
    await nl.deleteLink(before)
    const after = await nl.createLink({ ...before, kind: 'veth' })
    assert.equal(after.address, before.address)
    await assert.rejects(nl.setLink(after, after as object), { name: 'TypeError', message: /^setLink: / })
  })
})
