// What the compiler knows of watches. Nothing here runs: the compiler is the test.
import { openNetlink, type RawWatch, type Watch, type WatchOptions, watch } from 'netlink-ts'
import { is } from './same.ts'

declare const options: WatchOptions
const nl = await openNetlink()
is<Watch>()(watch({ links: true }))
is<Watch>()(nl.watch(options))
is<Watch>()(watch({ raw: false, links: true }))
is<RawWatch>()(watch({ raw: true, links: true, groups: ['tc'] }))
is<RawWatch>()(nl.watch({ raw: true, links: true }))
// @ts-expect-error: there is no such option
watch({ links: true, link: true })
// @ts-expect-error: it has no meaning with raw
watch({ raw: true, links: true, settle: 5 })
