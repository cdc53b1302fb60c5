import assert from 'node:assert/strict'
import {
  callerError,
  describeValue,
  errnoName,
  errnoText,
  InputError,
  kernelError,
  NetlinkError,
} from '../../lib/errors.ts'

describe('errno', () => {
  it('has the name that C gives it, whatever its sign', () => {
    const names = {
      1: 'EPERM',
      2: 'ENOENT',
      3: 'ESRCH',
      11: 'EAGAIN',
      16: 'EBUSY',
      17: 'EEXIST',
      19: 'ENODEV',
      22: 'EINVAL',
      28: 'ENOSPC',
      34: 'ERANGE',
      61: 'ENODATA',
      75: 'EOVERFLOW',
      90: 'EMSGSIZE',
      93: 'EPROTONOSUPPORT',
      95: 'EOPNOTSUPP',
      97: 'EAFNOSUPPORT',
      98: 'EADDRINUSE',
      99: 'EADDRNOTAVAIL',
      100: 'ENETDOWN',
      101: 'ENETUNREACH',
      105: 'ENOBUFS',
      107: 'ENOTCONN',
      110: 'ETIMEDOUT',
      113: 'EHOSTUNREACH',
      117: 'EUCLEAN',
    }
    for (const [number, name] of Object.entries(names)) {
      assert.equal(errnoName(Number(number)), name)
      assert.equal(errnoName(-Number(number)), name)
      assert.doesNotMatch(errnoText(-Number(number)), /^error \d/, name)
    }
  })

  it('without a name stays a number', () => {
    assert.equal(errnoName(-512), 'E512')
    assert.equal(errnoText(-512), 'error 512')
  })
})

describe('a NetlinkError', () => {
  it('says what was asked, what for, what the kernel said, and which option it means', () => {
    const error = kernelError('createLink', -34, { subject: 'x0', reason: 'VXLAN ID too great', attribute: 'data.id' })
    assert.ok(error instanceof NetlinkError && error instanceof Error)
    assert.equal(error.message, 'createLink x0: VXLAN ID too great (ERANGE, data.id)')
    assert.deepEqual(
      [error.code, error.errno, error.operation, error.attribute],
      ['ERANGE', -34, 'createLink', 'data.id'],
    )
    assert.match(String(error), /^NetlinkError: createLink x0: /)
  })

  it('has neither attribute nor missing if the kernel reported none', () => {
    const error = kernelError('addRoute', -17)
    assert.deepEqual({ ...error }, { name: 'NetlinkError', code: 'EEXIST', errno: -17, operation: 'addRoute' })
    assert.equal(error.message, 'addRoute: file already exists (EEXIST)')
  })

  it('has the number of its code where none was given, and none for a code of the library', () => {
    const errnoOf = (code: string) => new NetlinkError({ code, operation: 'attach', reason: 'no' }).errno
    assert.deepEqual(['EEXIST', 'ENOENT', 'ERR_NETLINK_CLOSED'].map(errnoOf), [-17, -2, 0])
  })

  it('says what is missing', () => {
    assert.equal(kernelError('add', -22, { missing: 'a.b' }).message, 'add: invalid argument (EINVAL, missing a.b)')
  })

  it('shows everything as JSON, in an object and alone', () => {
    const whole = { name: 'NetlinkError', message: 'createLink x0: no (ERANGE, data.id)', code: 'ERANGE', errno: -34, operation: 'createLink', attribute: 'data.id' } // biome-ignore format: a row
    const error = kernelError('createLink', -34, { subject: 'x0', reason: 'no', attribute: 'data.id' })
    assert.deepEqual(JSON.parse(JSON.stringify(error)), whole)
    assert.deepEqual(JSON.parse(JSON.stringify([{ ok: false, error }])), [{ ok: false, error: whole }])
    const missing = JSON.parse(JSON.stringify(kernelError('add', -22, { missing: 'a.b' })))
    assert.deepEqual([missing.missing, missing.message], ['a.b', 'add: invalid argument (EINVAL, missing a.b)'])
  })

  it('keeps its cause', () => {
    const cause = new Error('below')
    assert.equal(new NetlinkError({ code: 'E', operation: 'load', reason: 'no', cause }).cause, cause)
    assert.equal('cause' in new NetlinkError({ code: 'E', operation: 'load', reason: 'no' }), false)
  })
})

describe('a slip', () => {
  it('has its path from the outside in', () => {
    const path = (...keys: string[]) =>
      keys.reduce((invalid, key) => invalid.under(key), new InputError('is wrong')).path
    assert.equal(path('id', 'data'), 'data.id')
    assert.equal(path('oif', '[1]', 'multipath'), 'multipath[1].oif')
    assert.equal(path('[0]', 'list', 'data'), 'data.list[0]')
  })

  it('becomes a TypeError, a RangeError, or the error of the system call that failed', () => {
    const type = callerError('addRoute', new InputError('must be a string').under('dst'))
    assert.ok(type instanceof TypeError)
    assert.equal(type.message, 'addRoute: dst must be a string')
    assert.ok(callerError('addRoute', new InputError('is too great', 'range')) instanceof RangeError)
    const system = callerError('createVeth', new InputError('/run/netns/x: no such file', 'type', -2).under('netns'))
    assert.ok(system instanceof NetlinkError)
    assert.deepEqual([system.code, system.attribute], ['ENOENT', 'netns'])
  })

  it('uses the name that the caller knows', () => {
    const error = callerError('createLink', new InputError('is wrong').under('data').under('linkinfo'), (path) =>
      path.replace('linkinfo.', ''),
    )
    assert.equal((error as Error).message, 'createLink: data is wrong')
  })

  it('is distinguished from everything else that is thrown, which is unchanged', () => {
    const other = new Error('other')
    assert.equal(callerError('addRoute', other), other)
  })
})

describe('a wrong value', () => {
  it('is shown in a few characters, whatever it is', () => {
    const values = [['a', "'a'"], ['x'.repeat(100), `'${'x'.repeat(57)}...'`], [5n, '5n'], [null, 'null'], [undefined, 'undefined'], [[], 'an array'], [{}, 'an object'], [() => 1, 'a function'], [Symbol('s'), 'Symbol(s)'], [Number.NaN, 'NaN']] // biome-ignore format: pairs
    for (const [value, text] of values) assert.equal(describeValue(value), text)
  })
})
