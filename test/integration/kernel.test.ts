import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { needs, needsHere } from '../support/needs.ts'
import { programOf } from '../support/program.ts'

/** What a program of test/support/programs prints, run under other commands. */
function under(wrapper: string, program: string) {
  const [command = '', ...args] = wrapper.split(' ')
  return spawnSync(command, [...args, ...programOf(program)], { encoding: 'utf8', timeout: 60_000 })
}

describe('a veth on a bridge with its peer in another namespace', () => {
  needs('command strace')

  it('is one datagram with one message that makes links', function () {
    const traced = 'unshare --net --mount strace -f -qq -e signal=none -e trace=sendto,sendmsg,sendmmsg,write'
    const { stdout, stderr } = under(traced, 'veth')
    if (/ptrace|Operation not permitted/.test(stderr)) needsHere(this, 'root')
    assert.match(stdout, /^begin\nend v0 2 1400 true\n$/)
    const calls = stderr.split('\n')
    // A call during which another thread calls is shown in two parts; what it was given stands in the first.
    const [begin, end] = ['begin', 'end v0'].map((mark) =>
      calls.findIndex((call) => call.includes(`write(1, "${mark}`)),
    )
    const sent = calls.slice(begin, end).filter((call) => /send(to|msg|mmsg)\(/.test(call) && /nlmsg_type/.test(call))
    assert.equal(sent.length, 1, stderr)
    assert.equal(sent[0]?.match(/nlmsg_type=RTM_NEWLINK/g)?.length, 1)
  })
})
