import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { openNetlink } from '../../lib/index.ts'
import { needsHere } from '../support/needs.ts'
import { held } from './support/held.ts'
import { eachSocketPlace } from './support/place.ts'

describe('listSockets of other families', () => {
  const place = eachSocketPlace()

  it('lists unix sockets as ss does', async () => {
    const server = createServer()
    const name = `${process.pid}-others`
    await place().netns.listen(server, { path: `\0${name}` })
    const [client, [accepted]] = await Promise.all([
      place().netns.connect({ path: `\0${name}` } as never),
      once(server, 'connection'),
    ])
    const listed = await place().sockets.listSockets({ protocol: 'unix', info: true })
    const shown = place()
      .ss('-x', '-a', '-e', '-p')
      .map((line) => line.split(/\s+/))
    assert.deepEqual(listed.map(({ inode }) => String(inode)).sort(), shown.map((words) => words[5]).sort())
    const listening = listed.find(({ state }) => state === 'listen')
    assert.deepEqual([listening?.name, listening?.type, listening?.uid], [`@${name}`, 'stream', process.getuid?.()])
    assert.ok((listening?.rqlen?.wqueue ?? 0) > 0)
    const pair = listed.filter(({ state }) => state === 'established')
    assert.deepEqual(pair.map(({ peer }) => peer).sort(), pair.map(({ inode }) => inode).sort())
    client.destroy()
    accepted.destroy()
    server.close()
  })

  it('lists packet sockets as the kernel prints them', async () => {
    const { close } = await held(
      place(),
      `socket(my $s, 17, 3, unpack('S', pack('n', 0x0800))) or die $!;
       bind($s, pack('SnlSCCa8', 17, 0x0800, 1, 0, 0, 0, '')) or die $!;
       setsockopt($s, 263, 1, pack('lSSa8', 1, 0, 6, "\\x01\\x00\\x5e\\x00\\x00\\x01")) or die $!;
       setsockopt($s, 263, 8, pack('l', 1)) or die $!`,
    )
    const [socket, ...more] = await place().sockets.listSockets({
      protocol: 'packet',
      info: true,
      memory: true,
      names: true,
    })
    assert.deepEqual(more, [])
    const [, line = ''] = place().run('cat /proc/net/packet').trim().split('\n')
    const [, , type, proto, iface, , , user, inode] = line.trim().split(/\s+/)
    assert.deepEqual(
      [socket?.type, socket?.num, socket?.link, socket?.linkName, socket?.uid, socket?.inode],
      ['raw', Number.parseInt(proto as string, 16), Number(iface), 'lo', Number(user), Number(inode)],
    )
    assert.equal(type, '3')
    assert.deepEqual(socket?.info?.flags, ['running', 'auxdata'])
    assert.deepEqual(socket?.mclist, [{ index: 1, count: 1, type: 'multicast', address: '01:00:5e:00:00:01' }])
    assert.ok((socket?.meminfo?.rcvbuf ?? 0) > 0)
    assert.deepEqual((await place().sockets.listSockets({ protocol: 'packet', link: 'lo' })).length, 1)
    await close()
  })

  it('lists netlink sockets, with their groups', async () => {
    const nl = await openNetlink({ netns: place().netns })
    const watch = nl.watch({ links: true })
    await watch.caughtUp()
    const listed = await place().sockets.listSockets({ protocol: 'netlink', memory: true })
    const own = listed.filter(({ portid, netlinkProtocol }) => portid !== 0 && netlinkProtocol === 'route')
    assert.ok(own.some(({ groups }) => groups?.includes(1)))
    assert.ok(own.every(({ flags }) => flags?.includes('cap_ack')))
    assert.ok(own.every(({ state }) => state === 'close'))
    assert.ok(own.every(({ meminfo }) => (meminfo?.rcvbuf ?? 0) > 0))
    const lines = place().run('cat /proc/net/netlink').trim().split('\n').slice(1)
    const portids = lines.map((line) => Number(line.trim().split(/\s+/)[2])).filter((portid) => portid !== 0)
    for (const { portid } of own) assert.ok(portids.includes(portid))
    await watch.close()
    await nl.close()
  })

  it('lists MPTCP sockets, and their subflows as TCP sockets', async function () {
    needsHere(this, 'mptcp')
    const { close } = await held(
      place(),
      `socket(my $l, 2, 1, 262) or die $!; bind($l, pack_sockaddr_in(4712, INADDR_LOOPBACK)) or die $!; listen($l, 5) or die $!;
       socket(my $c, 2, 1, 262) or die $!; connect($c, pack_sockaddr_in(4712, INADDR_LOOPBACK)) or die $!;
       accept(my $a, $l) or die $!; syswrite($c, 'hello'); sysread($a, my $b, 5)`,
    )
    const listed = await place().sockets.listSockets({ protocol: 'mptcp', info: true })
    const shown = place().ss('-M', '-a', '-i', '-e')
    assert.equal(listed.length, shown.length)
    const [client] = listed.filter(({ remote, state }) => state === 'established' && remote.port === 4712)
    const token = /token:([0-9a-f]+)/.exec(
      shown.find((line) => / 127\.0\.0\.1:4712 +/.test(line) && line.includes('ESTAB')) ?? '',
    )
    assert.ok(token !== null)
    assert.ok(listed.some(({ info }) => info?.token === Number.parseInt(token[1] as string, 16)))
    assert.deepEqual(client?.info?.flags, ['remote_key_received'])
    const subflows = await place().sockets.listSockets({ protocol: 'tcp', states: ['established'], info: true })
    for (const { ulpInfo } of subflows) {
      assert.equal(ulpInfo?.name, 'mptcp')
      assert.ok(ulpInfo?.mptcp?.flags?.includes('fully_established') || ulpInfo?.mptcp?.flags?.includes('connected'))
    }
    assert.equal(subflows.length, 2)
    await close()
  })
})
