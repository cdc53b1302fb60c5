// What the compiler knows of sockets. Nothing here runs: the compiler is the test.
import {
  destroySockets,
  listSockets,
  lookupSocket,
  type MptcpInfo,
  openSockets,
  type Socket,
  type SocketEvent,
  streamSockets,
  type TcpInfo,
  type TcpSocket,
  type UnixSocket,
  watchSockets,
} from 'netlink-ts/sockets'
import { is } from './same.ts'

const sockets = await openSockets()
is<Promise<Socket[]>>()(listSockets())
is<Promise<TcpSocket[]>>()(listSockets({ protocol: 'tcp', states: ['listen'], local: ':80' }))
is<Promise<Socket<'tcp' | 'unix'>[]>>()(sockets.listSockets({ protocol: ['tcp', 'unix'] }))
is<AsyncIterable<UnixSocket>>()(streamSockets({ protocol: 'unix' }, { timeout: 100 }))
is<Promise<TcpSocket>>()(lookupSocket({ protocol: 'tcp', local: '127.0.0.1:80' }))
is<Promise<UnixSocket>>()(sockets.lookupSocket({ protocol: 'unix', inode: 5 }))
is<AsyncIterableIterator<SocketEvent, undefined>>()(watchSockets())
is<Promise<number>>()(destroySockets({ local: ':80', states: ['established'] }))

const [one] = await listSockets({ protocol: ['tcp', 'mptcp', 'packet'], info: true })
if (one?.protocol === 'tcp') is<TcpInfo | undefined>()(one.info)
if (one?.protocol === 'mptcp') is<MptcpInfo | undefined>()(one.info)
if (one?.protocol === 'packet') is<number>()(one.num)
if (one?.protocol === 'tcp') await destroySockets([one])

// @ts-expect-error: there is no such protocol
listSockets({ protocol: 'ip' })
// @ts-expect-error: there is no such filter
listSockets({ sport: 80 })
// @ts-expect-error: unix sockets cannot be destroyed
destroySockets({ protocol: 'unix', inode: 5 })
// @ts-expect-error: a socket is found by its ends
lookupSocket({ protocol: 'tcp' })
