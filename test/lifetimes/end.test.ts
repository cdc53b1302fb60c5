import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { programOf, workerCode } from '../support/program.ts'

/** Runs test/support/programs/end.ts in a namespace of its own. */
function end(way: string, ...args: string[]) {
  const argv = ['--net', '--mount', ...programOf('end', way, ...args)]
  return spawnSync('unshare', argv, { encoding: 'utf8', timeout: 60_000 })
}

describe('a process', () => {
  it('with idle handles exits on its own', () => {
    const { status, signal, stdout } = end('idle')
    assert.deepEqual({ status, signal, stdout }, { status: 0, signal: null, stdout: 'idle\n' })
  })

  it('with pending requests finishes them, then ends', () => {
    const { status, signal, stdout } = end('pending')
    assert.deepEqual({ status, signal, stdout }, { status: 0, signal: null, stdout: 'pending 1\n' })
  })

  it('that calls process.exit with work pending ends at once, with its own status', () => {
    const { status, signal, stderr } = end('exit')
    assert.deepEqual({ status, signal, stderr }, { status: 3, signal: null, stderr: '' })
  })

  it('that dies of an exception with work pending dies of that alone', () => {
    const { status, signal, stderr } = end('throw')
    assert.deepEqual({ status, signal }, { status: 1, signal: null })
    assert.match(stderr, /on purpose/)
  })

  it('that calls process.exit with a list and a stream under way ends with its own status', () => {
    const { status, signal, stderr } = end('dump')
    assert.deepEqual({ status, signal, stderr }, { status: 4, signal: null, stderr: '' })
  })

  it('that calls process.exit while its workers work ends with its own status', () => {
    const { status, signal, stdout, stderr } = end('workers', workerCode('worker'))
    assert.deepEqual({ status, signal, stdout, stderr }, { status: 5, signal: null, stdout: 'workers 3\n', stderr: '' })
  })

  it('gets beforeExit although a handle is open, and may continue then', () => {
    const { status, stdout } = end('beforeExit')
    assert.deepEqual({ status, stdout }, { status: 0, stdout: 'beforeExit 2\nbeforeExit 1\nbeforeExit 0\n' })
  })

  it('that has closed what it opened has no job and no descriptor left', () => {
    const { status, stdout, stderr } = end('closed')
    assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: 'pending 0\n', stderr: '' })
  })

  it('reports an unhandled rejection', () => {
    const { status, stderr } = end('unhandled')
    assert.equal(status, 1)
    assert.match(stderr, /NetlinkError: addAddress: no link named 'v2' \(ENODEV, link\)/)
  })
})
