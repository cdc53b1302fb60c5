import assert from 'node:assert/strict'
import { link } from '../../lib/link/message.ts'
import { neighbour } from '../../lib/neighbour/message.ts'
import { route } from '../../lib/route/message.ts'
import { declarationBytes, declarationsFolder, Editor, entries } from './support/declarations.ts'
import { FieldWalk } from './support/fields.ts'
import { InterfaceWalk } from './support/interfaces.ts'

/** Bytes of all declarations: what an editor and a compiler read. */
const MOST_BYTES = 950_000

interface Table {
  readonly rows: readonly { readonly key: string; readonly report: boolean }[]
}

/** What the kernel only reports: by the rows of a table, and fields of a header or of the module that have no row. */
function reported({ rows }: Table, ...others: readonly string[]): string[] {
  return [...rows.filter(({ report }) => report).map(({ key }) => key), ...others]
}

const OF_LINKS = reported(link, 'type', 'xstats', 'family', 'protinfo', 'linkinfo', 'change')
/** State of a next hop. */
const STATE = ['dead', 'linkdown', 'offload', 'unresolved', 'trap']
const OF_BYTES = ['byteLength', 'subarray', 'map']
const OF_PORTS = ['rootId', 'bridgeId', 'holdTimer']

/** Calls with a bar where an option is about to be written: one that is offered there, and those that must not be. */
const CALLS: readonly (readonly [call: string, offered: string, never: readonly string[]])[] = [
  ['createVeth({ | })', 'peer', OF_LINKS],
  ['createVeth({ name: "v0", peer: { | } })', 'netns', OF_LINKS],
  ['createBridge({ | })', 'mtu', OF_LINKS],
  ['createBridge({ data: { | } })', 'vlanFiltering', ['rootId', 'bridgeId', 'gcTimer', 'fdbNLearned']],
  ['createMacvlan({ data: { | } })', 'mode', ['macaddrCount', 'bcQueueLenUsed']],
  ['createLink({ kind: "|" })', 'vxlan', OF_LINKS],
  ['listLinks({ kind: "|" })', 'bridge', OF_LINKS],
  ['createLink({ kind: "dummy", | })', 'data', OF_LINKS],
  ['createLink({ kind: "vxlan", data: { | } })', 'port', [...OF_BYTES, 'ageingTime']],
  ['createLink({ kind: "veth", data: { | } })', 'peer', OF_BYTES],
  ['createLink({ kind: "bridge", data: { | } })', 'ageingTime', [...OF_BYTES, 'rootId', 'localbypass']],
  ['setLink("eth0", { | })', 'mtu', [...OF_LINKS, 'index', 'numTxQueues', 'altnames']],
  ['setLink("eth0", { port: { | } })', 'cost', [...OF_PORTS, ...OF_BYTES]],
  ['setLink("eth0", { kind: "vxlan", data: { | } })', 'ttl', [...OF_BYTES, 'ageingTime']],
  ['setLink("eth0", { data: { | } })', 'ageingTime', [...OF_BYTES, 'rootId']],
  ['batch((b) => b.setLink("eth0", { port: { | } }))', 'cost', [...OF_PORTS, ...OF_BYTES]],
  ['createVeth({ peer: { port: { | } } })', 'cost', [...OF_PORTS, ...OF_BYTES]],
  ['setLink("eth0", { xdp: { | } })', 'fd', ['attached', 'progId']],
  ['setLink("eth0", { afSpec: { inet6: { | } } })', 'token', ['flags', 'cacheinfo', 'raMtu']],
  ['addAddress({ | })', 'label', ['local', 'anycast', 'multicast']],
  ['addAddress({ link: 1, address: "10.0.0.1/8", cacheinfo: { | } })', 'valid', ['cstamp', 'tstamp']],
  ['addRoute({ | })', 'gateway', reported(route, 'cache', 'mark', 'uid')],
  ['replaceRoute({ | })', 'gateway', reported(route, 'cache', 'mark', 'uid')],
  ['deleteRoute({ | })', 'gateway', reported(route, 'cache', 'mark', 'uid')],
  ['addNeighbour({ | })', 'lladdr', reported(neighbour, 'type', 'master')],
  ['addRule({ | })', 'fwmark', []],
  ['addNexthop({ group: [{ | }] })', 'id', ['nhId', '_resvd2']],
  ['addRoute({ dst: "default", flags: ["|"] })', 'onlink', [...STATE, 'cloned', 'rt_offload', 'fib_match', 'prefix']],
  ['addRoute({ dst: "default", multipath: [{ flags: ["|"] }] })', 'onlink', STATE],
  ['addNexthop({ oif: 1, flags: ["|"] })', 'onlink', STATE],
  ['addRule({ flags: ["|"] })', 'invert', ['unresolved', 'iif_detached', 'oif_detached']],
  ['addAddress({ link: 1, address: "10.0.0.1/8", flags: ["|"] })', 'nodad', ['tentative', 'secondary', 'temporary']],
  ['addNeighbour({ link: 1, flags: ["|"] })', 'router', ['offloaded']],
  ['addNeighbour({ link: 1, flagsExt: ["|"] })', 'managed', ['locked']],
  ['createDummy({ flags: ["|"] })', 'noarp', ['running', 'lower_up', 'broadcast', 'loopback']],
  ['setLink("eth0", { flags: ["|"] })', 'promisc', ['running', 'lower_up', 'broadcast', 'loopback']],
]

describe('the declarations of the package', function () {
  this.timeout('120s')
  let editor: Editor

  before(() => {
    editor = new Editor()
  })

  it('say something about every field of every public type', () => {
    editor.type(
      entries()
        .map((entry) => `import '${entry}'\n`)
        .join(''),
    )
    const program = editor.program()
    const folder = declarationsFolder(program)
    const walk = new FieldWalk(program, folder)
    const modules = program.getSourceFiles().filter(({ fileName }) => isEntry(fileName, folder))
    assert.equal(modules.length, entries().length)
    for (const module of modules) walk.module(module)
    const fields = [...walk.fields.values()]
    const silent = fields.filter(({ sentence }) => sentence === '').map(({ owner, name }) => `${owner}.${name}`)
    console.log(`      ${fields.length} fields of ${new Set(fields.map(({ owner }) => owner)).size} types`)
    assert.ok(fields.length > 1500, `only ${fields.length} fields were found`)
    assert.deepEqual(silent, [])
  })

  for (const [call, offered, never] of CALLS)
    it(`offer what can be set, and nothing that is only reported: ${call}`, () => {
      const verb = call.slice(0, call.indexOf('('))
      const names = editor.completions(`import { ${verb} } from 'netlink-ts'\nvoid ${call}`)
      assert.ok(names.includes(offered), `${offered} is not among ${names.join(', ')}`)
      assert.deepEqual(
        never.filter((name) => names.includes(name)),
        [],
      )
    })

  it('export every interface that a public type contains, so that declarations of other packages can name it', () => {
    editor.type(
      entries()
        .map((entry) => `import '${entry}'\n`)
        .join(''),
    )
    const program = editor.program()
    const folder = declarationsFolder(program)
    const modules = program.getSourceFiles().filter(({ fileName }) => isEntry(fileName, folder))
    assert.deepEqual([...new InterfaceWalk(program, folder, modules).unnamed], [])
  })

  it('show what is said about a field where it is used', () => {
    const listed = `import { listLinks } from 'netlink-ts'\nfor (const link of await listLinks()) void link`
    const used: readonly (readonly [string, RegExp])[] = [
      [`${listed}.|mtu`, /in bytes/],
      [`${listed}.stats64?.|rxOtherhostDropped`, /iproute2: `otherhost`/],
      [`${listed}.data?.|ageingTime`, /hundredths of a second/],
      [`${listed}.afSpec?.inet?.conf?.|rpFilter`, /RFC 3704/],
      [`import { addRoute } from 'netlink-ts'\nvoid addRoute({ dst: 'default', |priority: 5 })`, /iproute2: `metric`/],
      [
        `import { getNexthop } from 'netlink-ts'\nvoid (await getNexthop(1)).group?.[0]?.|id`,
        /struct nexthop_grp.*`group 1,3\/2`/,
      ],
      [`import { addNexthop } from 'netlink-ts'\nvoid addNexthop({ |group: [] })`, /NHA_GROUP.*`group 1,3\/2`/s],
      [`import { ip } from 'netlink-ts/nftables'\nvoid ip.|fragOff`, /nft: `ip frag-off`/],
    ]
    for (const [text, said] of used) assert.match(editor.hover(text).sentence, said, text)
  })

  it('are small enough for an editor', () => {
    editor.type("import 'netlink-ts'")
    const bytes = declarationBytes(declarationsFolder(editor.program()))
    console.log(`      ${bytes} bytes`)
    assert.ok(bytes <= MOST_BYTES, `${bytes} bytes`)
  })
})

function isEntry(file: string, folder: string): boolean {
  return entries().some((entry) => file === `${folder}${entry.replace('netlink-ts', '')}/index.d.ts`)
}
