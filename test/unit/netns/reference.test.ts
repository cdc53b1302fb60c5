import assert from 'node:assert/strict'
import { InputError } from '../../../lib/errors.ts'
import { holdNetns, netnsPath, netnsText } from '../../../lib/netns/reference.ts'

describe('a reference to a namespace', () => {
  it('is a name, a path, a process, a descriptor or a listed namespace', () => {
    assert.equal(netnsPath('blue'), '/run/netns/blue')
    assert.equal(netnsPath('/proc/1/ns/net'), '/proc/1/ns/net')
    assert.equal(netnsPath({ pid: 7 }), '/proc/7/ns/net')
    assert.equal(netnsPath({ fd: 5 }), '/proc/self/fd/5')
    assert.equal(netnsPath({ name: 'blue' }), '/run/netns/blue')
  })

  it('is refused in any other form', () => {
    for (const value of ['', '.', '..', 'a/b', 'a\0', {}, { pid: 0 }, { pid: 1.5 }, { fd: 'x' }, null, 5]) {
      assert.throws(() => netnsPath(value as never), InputError, String(value))
    }
    assert.throws(() => netnsPath({ fd: -1 }), { message: 'the namespace is closed', code: 'ERR_NETLINK_CLOSED' })
  })

  it('that cannot be opened says why, with the errno', () => {
    assert.throws(() => holdNetns('/none'), { message: '/none: no such file or directory', errno: -2 })
    assert.throws(() => holdNetns('/etc/passwd'), { message: '/etc/passwd is not a network namespace', errno: -22 })
  })

  it('has words for traces', () => {
    assert.equal(netnsText('blue'), 'blue')
    assert.equal(netnsText({ name: 'blue' }), 'blue')
    assert.equal(netnsText({ pid: 7 }), 'the namespace of process 7')
    assert.equal(netnsText({ fd: 5 }), 'the namespace of descriptor 5')
  })
})
