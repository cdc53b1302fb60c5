import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { createNetns, deleteNetns, listNetns, openNetns } from '../../lib/index.ts'
import { ip } from '../support/ip.ts'
import { needsHere } from '../support/needs.ts'
import { programOf } from '../support/program.ts'
import { name } from '../support/unique.ts'

const file = (netns: string) => `/run/netns/${netns}`

describe('names of namespaces, and what refers to one', () => {
  for (const [wrong, message] of [
    ['a\0b', /name must not contain a NUL character/],
    ['\ud800', /name must not contain an unpaired surrogate/],
    ['a/b', /name must be the name of a namespace, without a slash, not 'a\/b'/],
    ['..', /name must be the name of a namespace/],
    ['x'.repeat(256), /name must be at most 255 bytes long, not 256/],
    [5, /name must be the name of a namespace, not 5/],
    [null, /name must be the name of a namespace, not null/],
  ] as const) {
    it(`of ${inspect(wrong, { maxStringLength: 5 })} say what is wrong`, async () => {
      const expected = { name: /^(Type|Range)Error$/, message }
      await assert.rejects(createNetns(wrong as string), expected)
      await assert.rejects(deleteNetns(wrong as string), expected)
    })
  }

  it('that are paths must not contain a NUL either', async () => {
    await assert.rejects(openNetns('/run/netns/a\0b'), {
      name: 'TypeError',
      message: 'openNetns: netns must not contain a NUL character',
    })
    await assert.rejects(openNetns('/run/netns/\udfff'), { name: 'TypeError', message: /surrogate/ })
  })

  it('may be as long as the name of a file', async () => {
    const long = name('n').padEnd(255, 'x')
    const netns = await createNetns(long)
    assert.ok((await listNetns()).some((listed) => listed.name === long))
    await netns.delete()
  })

  it('that are not there say what is not', async () => {
    const descriptor = openSync('/dev/null', 'r')
    for (const [ref, code, reason] of [
      [{ pid: 2 ** 22 }, 'ENOENT', 'there is no process 4194304'],
      [{ fd: 987_654 }, 'ENOENT', 'descriptor 987654 is not open'],
      [{ fd: descriptor }, 'EINVAL', `/proc/self/fd/${descriptor} is not a network namespace`],
      ['/etc/passwd', 'EINVAL', '/etc/passwd is not a network namespace'],
      ['/nowhere', 'ENOENT', '/nowhere: no such file or directory'],
    ] as const) {
      await assert.rejects(openNetns(ref), { message: `openNetns: ${reason} (${code}, netns)`, code })
    }
    closeSync(descriptor)
  })

  it('that are listed open and delete what they mean', async () => {
    const called = name('ns')
    ip(`netns add ${called}`)
    const listed = (await listNetns()).find((one) => one.name === called)
    assert.ok(listed)
    const netns = await openNetns(listed)
    assert.deepEqual([netns.name, netns.path, netns.inode], [called, file(called), listed.inode])
    await netns.close()
    await deleteNetns(listed)
    assert.deepEqual(
      (await listNetns()).filter((one) => one.name === called),
      [],
    )
  })

  it('do not keep a list from coming where something else lies among them', async () => {
    const [called, plain, dangling, folder] = [name('ns'), name('ns'), name('ns'), name('ns')]
    ip(`netns add ${called}`)
    writeFileSync(file(plain), '')
    symlinkSync('/nowhere', file(dangling))
    mkdirSync(file(folder))
    const ours = [called, plain, dangling, folder]
    const listed = (await listNetns()).map((one) => one.name).filter((one) => ours.includes(one))
    await deleteNetns(plain)
    unlinkSync(file(dangling))
    rmSync(file(folder), { recursive: true })
    ip(`netns delete ${called}`)
    assert.deepEqual(listed, [called])
  })

  it('are shown with everything that identifies the namespace, and can be JSON', async () => {
    const called = name('ns')
    const netns = await createNetns(called)
    const { inode, fd } = netns
    assert.equal(
      inspect(netns, { breakLength: 200 }),
      `Netns { name: '${called}', path: '${file(called)}', inode: ${inode}, fd: ${fd} }`,
    )
    assert.deepEqual(JSON.parse(JSON.stringify(netns)), { name: called, path: file(called), inode })
    await netns.delete()
    assert.match(inspect(netns, { breakLength: 200 }), /, closed: true }$/)
  })

  it('say what is missing where they cannot be given', function () {
    this.timeout('60s')
    needsHere(this, 'root')
    const made = (...wrapper: string[]) => {
      const [command, ...args] = [...wrapper, ...programOf('create-named', name('ns'))] as [string, ...string[]]
      return spawnSync(command, args, { encoding: 'utf8' }).stdout.trim()
    }
    const nobody = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups']
    const unshare = ['unshare', '--user', '--map-root-user', '--net']
    assert.match(
      made(...unshare),
      /^createNetns: mount .*: a named namespace is a mount, .*unshare -r -n -m.*\(EPERM\)$/,
    )
    assert.match(
      made(...nobody, ...unshare, '--mount'),
      /^createNetns: (open|mkdir) .*: a named namespace is a file in \/run\/netns, which is not writable here .*\(EACCES\)$/,
    )
    assert.equal(made(...unshare, '--mount'), 'made')
  })
})
