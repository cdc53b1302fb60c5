/** The smallest program with netlink-ts: links are listed once. */
import { listLinks } from 'netlink-ts'

if ((await listLinks()).length === 0) throw new Error('no link was listed')
