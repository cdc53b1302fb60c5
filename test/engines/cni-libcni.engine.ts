import assert from 'node:assert/strict'
import { deleteNetwork, installPlugin } from './support/cni.ts'
import { serve } from './support/outside.ts'
import { needsPackages } from './support/packages.ts'
import { CHECKOUT, oneMachine, PACKAGES } from './support/place.ts'

/** Plugins that note their calls: the one of this checkout, and one after it in the chain, which fails while /run/broken exists. */
const FOLDER = '/run/noted'
const NOTED = `#!/bin/sh
echo "$CNI_COMMAND netlink-ts" >>/run/calls
exec /run/cni/bin/netlink-ts
`
const LATER = `#!${process.execPath}
const fs = require('node:fs')
const { CNI_COMMAND: command } = process.env
const { prevResult } = JSON.parse(fs.readFileSync(0, 'utf8'))
fs.appendFileSync('/run/calls', command + ' later\\n')
fs.writeFileSync('/run/previous-' + command, JSON.stringify(prevResult ?? null))
if (command === 'ADD' && fs.existsSync('/run/broken')) {
  console.log(JSON.stringify({ cniVersion: '1.0.0', code: 100, msg: 'broken' }))
  process.exit(1)
}
if (command === 'ADD') console.log(JSON.stringify(prevResult))
`
const LIST = {
  cniVersion: '1.0.0',
  name: 'nlts',
  plugins: [
    { type: 'netlink-ts', bridge: 'nlts0', subnet: '10.77.0.0/16', capabilities: { portMappings: true } },
    { type: 'later' },
  ],
}

describe('the CNI plugin, executed by libcni', () => {
  needsPackages('golang-go', 'golang-github-appc-cni-dev', 'busybox-static')
  const machine = oneMachine('root')

  before(function () {
    this.timeout('180s')
    const env = {
      GO111MODULE: 'off',
      GOPATH: `${PACKAGES}/usr/share/gocode`,
      GOCACHE: '/run/gocache',
      CGO_ENABLED: '0',
    }
    const build = `cd ${CHECKOUT}/test/engines/programs/libcni; go build -o /run/libcni .`
    machine().sh(build, { env, timeout: 170_000 })
    installPlugin(machine())
    machine().write(`${FOLDER}/netlink-ts`, NOTED, '755')
    machine().write(`${FOLDER}/later`, LATER, '755')
    machine().write('/run/nlts.conflist', JSON.stringify(LIST))
  })

  function libcni(command: string, container: string, capabilities: object = {}) {
    const args = [command, '/run/nlts.conflist', container, `/run/netns/${container}`, 'eth0', '/run/cache']
    const env = { CNI_PATH: FOLDER, CAP_ARGS: JSON.stringify(capabilities) }
    const { status, stdout, stderr } = machine().run(['/run/libcni', ...args], { env })
    assert.equal(stderr, '')
    return { status, object: stdout.trim() === '' ? undefined : JSON.parse(stdout) }
  }

  /** The calls since it was asked last. */
  const calls = () => machine().sh('cat /run/calls; rm /run/calls').trim().split('\n')
  const previous = (command: string) => JSON.parse(machine().read(`/run/previous-${command}`))

  it('is called first by ADD and last by DEL, and its result is cached and passed on', async () => {
    machine().sh('ip netns add c1')
    const ports = { portMappings: [{ hostPort: 8000, containerPort: 80, protocol: 'tcp' }] }
    const added = libcni('ADD', 'c1', ports)
    assert.equal(added.status, 0, JSON.stringify(added.object))
    assert.equal(added.object.ips[0].address, '10.77.0.2/16')
    assert.deepEqual(calls(), ['ADD netlink-ts', 'ADD later'])
    assert.deepEqual(previous('ADD').ips, added.object.ips)
    assert.deepEqual(libcni('CACHED', 'c1').object, added.object)
    const server = await serve(machine(), 80, 'c1', 'c1')
    assert.equal(machine().out('busybox wget -qO- http://127.0.0.1:8000/'), 'c1')
    await server.stop()
    assert.equal(libcni('CHECK', 'c1', ports).status, 0)
    assert.deepEqual(calls(), ['CHECK netlink-ts', 'CHECK later'])
    assert.deepEqual(previous('CHECK').ips, added.object.ips)
    machine().sh('ip -n c1 link set eth0 down')
    const broken = libcni('CHECK', 'c1', ports)
    assert.deepEqual([broken.status, broken.object.code], [1, 103])
    assert.deepEqual(calls(), ['CHECK netlink-ts'])
    assert.equal(libcni('DEL', 'c1', ports).status, 0)
    assert.deepEqual(calls(), ['DEL later', 'DEL netlink-ts'])
    assert.deepEqual(previous('DEL').ips, added.object.ips)
    assert.equal(libcni('CACHED', 'c1').object, undefined)
    assert.equal(libcni('DEL', 'c1', ports).status, 0)
    machine().sh('ip netns delete c1; rm /run/calls')
    deleteNetwork(machine(), 'nlts0')
  })

  it('is deleted after a later plugin has failed, and when the namespace is gone', () => {
    for (const name of ['c2', 'c3']) machine().sh(`ip netns add ${name}`)
    assert.equal(libcni('ADD', 'c3').status, 0)
    machine().sh('touch /run/broken')
    const failed = libcni('ADD', 'c2')
    assert.deepEqual([failed.status, failed.object.msg], [1, 'plugin type="later" failed (add): broken'])
    machine().sh('rm /run/broken; ip netns delete c3')
    for (const name of ['c2', 'c3']) assert.equal(libcni('DEL', name).status, 0)
    assert.deepEqual(calls().slice(-4), ['DEL later', 'DEL netlink-ts', 'DEL later', 'DEL netlink-ts'])
    assert.equal(machine().sh('ls /run/netlink-ts/nlts0').trim(), 'network.json')
    machine().sh('ip netns delete c2')
    deleteNetwork(machine(), 'nlts0')
  })
})
