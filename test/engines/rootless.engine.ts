import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { until } from '../support/until.ts'
import { NOBODY } from './support/nobody.ts'
import { PROGRAM } from './support/node.ts'
import { type Outside, outsideHost, serve } from './support/outside.ts'
import { needsPackages } from './support/packages.ts'
import { CHECKOUT, eachMachine } from './support/place.ts'

const USER = ['setpriv', '--reuid', `${NOBODY}`, '--regid', `${NOBODY}`, '--clear-groups', 'env', 'TMPDIR=/run/tmp']
const INSIDE = [process.execPath, `${CHECKOUT}/test/engines/programs/rootless.mjs`]

describe('netlink-ts rootless, as the user nobody', () => {
  needsPackages('slirp4netns', 'passt', 'busybox-static')
  let outside: Outside
  const servers: { stop(): Promise<void> }[] = []

  // Before that of the machine, which fails if something is left.
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop()
  })
  const machine = eachMachine('root')

  beforeEach(async () => {
    outside = outsideHost(machine())
    // A bare machine has this device for root alone.
    machine().sh(`mkdir -p /dev/net; mount -t tmpfs tmpfs /dev/net; mknod -m 666 /dev/net/tun c 10 200
      mkdir -m 777 /run/tmp; echo nameserver ${outside.address} >/run/resolv.conf; mount --bind /run/resolv.conf /etc/resolv.conf
      sysctl -qw net.ipv4.ping_group_range='0 2147483647'`)
    const resolver = machine().start([
      ...['ip', 'netns', 'exec', 'outside', process.execPath, `${CHECKOUT}/test/engines/programs/resolver.mjs`],
    ])
    servers.push({ stop: () => machine().stop(resolver) }, await serve(machine(), 80, 'the outside host', 'outside'))
  })

  async function start(args: readonly string[], command: readonly string[]) {
    const child = machine().start([...USER, ...PROGRAM, 'rootless', ...args, '--', ...command])
    let complaints = ''
    child.stderr?.on('data', (chunk) => {
      complaints += chunk
    })
    const ended = once(child, 'exit')
    const line = once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line')
    const first = await Promise.race([line, ended.then(() => undefined)])
    if (first === undefined) throw new Error(complaints)
    return { child, found: JSON.parse(first[0]) as Record<string, unknown>, ended }
  }

  /** Programs that connect namespaces, and their files. */
  const left = () => machine().sh('ps -eo comm= | grep -E "slirp4netns|pasta|passt" || true; ls /run/tmp').trim()

  for (const driver of ['slirp', 'pasta'])
    it(`${driver}: a network with two containers, which reach each other, the outside and names, and are reached by a published port`, async () => {
      const { child, found, ended } = await start(['--driver', driver, '-p', '8080:8000'], INSIDE)
      assert.deepEqual(found, {
        uid: 0,
        neighbour: 'web in a container',
        outside: 'the outside host',
        name: ['203.0.113.5'],
      })
      assert.equal(machine().out('busybox wget -qO- http://127.0.0.1:8080/'), 'web in a container')
      assert.equal(outside.sh(`busybox wget -qO- http://${outside.machine}:8080/`), 'web in a container')
      child.stdin?.end()
      assert.deepEqual(await ended, [0, null])
      assert.equal(left(), '')
    })

  it('publishes ports that come later, from inside', async () => {
    const { child, found, ended } = await start([], [...INSIDE, '--publish'])
    assert.equal(found.taken, 'EADDRINUSE')
    assert.equal(machine().out('busybox wget -qO- http://127.0.0.1:8081/'), 'web in a container')
    child.stdin?.end()
    assert.deepEqual(await ended, [0, null])
  })

  it('has the exit status of the command, and passes signals on', async () => {
    const run = (command: string) => machine().run([...USER, ...PROGRAM, 'rootless', '--', 'sh', '-c', command])
    assert.equal(run('exit 7').status, 7)
    assert.equal(run('kill -9 $$').status, 137)
    const { child, ended } = await start([], ['sh', '-c', 'trap "exit 3" TERM; echo 1; while :; do sleep 0.1; done'])
    await machine().stop(child)
    assert.deepEqual(await ended, [3, null])
    assert.equal(left(), '')
  })

  for (const driver of ['slirp', 'pasta'])
    it(`${driver}: ends the connection when it is killed`, async () => {
      const { child } = await start(['--driver', driver], ['sh', '-c', 'echo 1; read -r line'])
      assert.notEqual(left(), '')
      await machine().stop(child, 'SIGKILL')
      await until('the end of the connection', () => left() === '')
    })

  it('keeps 127.0.0.1 of the host to the host unless --host-loopback is given', async () => {
    servers.push(await serve(machine(), 8090, 'for the host only'))
    const get = 'timeout 5 busybox wget -qO- http://10.0.2.2:8090/'
    const run = (...args: string[]) => machine().run([...USER, ...PROGRAM, 'rootless', ...args, '--', 'sh', '-c', get])
    assert.notEqual(run().status, 0)
    assert.equal(run('--host-loopback').stdout, 'for the host only')
  })

  it('names the package of a program that is not installed, and a port that is in use', async () => {
    const run = (args: string[], path: string) =>
      machine().run([...USER, 'env', `PATH=${path}`, ...PROGRAM, 'rootless', ...args, '--', 'true']).stderr
    assert.match(run([], '/usr/bin:/bin'), /slirp4netns is not installed: it is in the package slirp4netns/)
    assert.match(run(['--driver', 'pasta'], '/usr/bin:/bin'), /pasta is not installed: it is in the package passt/)
    servers.push(await serve(machine(), 8080, 'first'))
    const busy = machine().run([...USER, ...PROGRAM, 'rootless', '-p', '8080:80', '--', 'true'])
    assert.match(busy.stderr, /port 8080\/tcp of the host cannot be forwarded.*\(EADDRINUSE, ports\[0\]\.host\)/)
    assert.equal(busy.status, 1)
    assert.equal(left(), '')
  })

  it('the demonstration plays its chapter', () => {
    machine().sh('mkdir -p /run/netns /run/netlink-ts')
    const loader = `file://${CHECKOUT}/node_modules/tsx/dist/loader.mjs`
    const inside = `mount -t tmpfs tmpfs /run/netns; mount -t tmpfs tmpfs /run/netlink-ts
      cd ${CHECKOUT}; exec "$0" --import ${loader} examples/demo/main.ts`
    const { status, stdout, stderr } = machine().run(
      [...USER, 'unshare', '--user', '--map-root-user', '--net', '--mount', 'sh', '-ec', inside, process.execPath],
      { timeout: 120_000 },
    )
    assert.equal(status, 0, stdout + stderr)
    assert.match(stdout, /root of this place is user 65534 outside, without any privilege there/)
    assert.match(stdout, /r1 has 10\.0\.2\.100\/24 on tap0, which is a process of this user/)
    assert.match(stdout, /the host asks 127\.0\.0\.1:8300 and hears "r2 to /)
    assert.match(stdout, /after outside\.close\(\) r1 has lo/)
    assert.match(stdout, /no process started but slirp4netns/)
    machine().sh('rm -rf /run/tmp/tsx-*')
    assert.equal(left(), '')
  })
})
