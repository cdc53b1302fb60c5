import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const built = process.env.NETLINK_TS_NATIVE_DIR ?? join(root, 'build/Release')

/** What a process prints that asks for the addon where `library` is not installed. */
function loadedWithout(library: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
  try {
    // The same addon, linked to a library version that does not exist.
    const binary = readFileSync(join(built, 'nftables.node'), 'latin1')
    const wanting = binary.replaceAll(`${library}\0`, `${library.slice(0, -1)}x\0`)
    writeFileSync(join(folder, 'nftables.node'), wanting, 'latin1')
    const script = `import { addon } from ${JSON.stringify(join(root, 'lib/nftables/native.ts'))}
      try { addon() } catch (error) { console.log(JSON.stringify({ code: error.code, message: error.message })) }`
    const env = { ...process.env, NETLINK_TS_NATIVE_DIR: folder, LD_PRELOAD: '' }
    const args = ['--import', 'tsx', '--input-type=module', '-e', script]
    return spawnSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' }).stdout
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('the addon nftables without its library', () => {
  for (const [library, debian] of [
    ['libnftnl.so.11', 'libnftnl11'],
    ['libmnl.so.0', 'libmnl0'],
  ] as const)
    it(`says which package has ${library}`, () => {
      const { code, message } = JSON.parse(loadedWithout(library)) as { code: string; message: string }
      assert.equal(code, 'ERR_NETLINK_LIBRARY')
      assert.equal(message.includes(`apt-get install ${debian};`), true)
    })
})
