// Namespaces as trees.
import type { Link } from '../../link/index.ts'
import type { Neighbour } from '../../neighbour/index.ts'
import type { Route } from '../../route/index.ts'
import type { Rule } from '../../rule/index.ts'
import { printable } from '../printable.ts'
import { bold, paintCell } from './paint.ts'
import type { Published } from './published.ts'
import { otherEnd, type Space } from './survey.ts'
import { type Branch, drawTree } from './tree.ts'

/** What IPv6 adds to every link automatically. */
const everyLink = (address: string) => address.startsWith('fe80:') || address.startsWith('ff00:')

/** Where a link leads: `⇄ c1:eth0` for a cable, `on eth0` for a link on top of another. */
function leads(space: Space, link: Link, spaces: readonly Space[]): string[] {
  if (link.link === undefined || link.link === 0) return []
  const sign = link.kind === 'veth' ? '⇄' : 'on'
  const end = otherEnd(space, link, spaces)
  if (end === undefined) return [`${sign} link ${link.link} of namespace id ${link.linkNetnsid ?? '?'}`]
  return [`${sign} ${end.space === space.name ? '' : `${end.space}:`}${end.link}`]
}

function addressesOf(space: Space, link: Link): string[] {
  const own = space.addresses.filter(({ link: index, address }) => index === link.index && !everyLink(address))
  return own.map(({ address, peer }) => (peer === undefined ? address : `${address} peer ${peer}`))
}

/** Puts as many on a line as there is room for. */
function filled(words: readonly string[], width = 32): string[] {
  const lines: string[] = []
  for (const word of words) {
    const longer = [...lines.slice(-1), word].join(', ')
    if (lines.length > 0 && longer.length <= width) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

/** The links of a namespace, each below its master. */
function linksOf(space: Space, spaces: readonly Space[], master?: number): Branch[] {
  const found = space.links.filter((link) => link.master === master)
  return found.map((link) => {
    const state = [...leads(space, link, spaces), ...(link.up ? [] : ['down'])].join(', ')
    const [first = '', ...more] = filled(addressesOf(space, link))
    const children = linksOf(space, spaces, link.index)
    return { cells: [link.name, link.kind ?? '', state, first], more, children }
  })
}

/** The way of a route, in two cells: over whom, and by which link. */
function way(space: Space, { gateway, via, oif }: Pick<Route, 'gateway' | 'via' | 'oif'>): string[] {
  const over = gateway ?? via
  const name = space.links.find(({ index }) => index === oif)?.name
  return [over === undefined ? '' : `via ${over}`, name === undefined ? '' : `dev ${name}`]
}

function routeOf(space: Space, route: Route): Branch {
  const { type = 'unicast', dst, prefsrc, multipath = [] } = route
  const what = type === 'unicast' ? dst : `${type} ${dst}`
  if (multipath.length === 0)
    return { cells: [what, ...way(space, route), prefsrc === undefined ? '' : `src ${prefsrc}`] }
  return { cells: [what], children: multipath.map((hop) => ({ cells: ['by', ...way(space, hop)] })) }
}

/** A port, and the namespace that has the address it leads to. */
function portOf({ protocol, address, port, to, toPort }: Published, spaces: readonly Space[]): Branch {
  const whole = (host: string) => (host.includes(':') ? `[${host}]` : host)
  const owner = spaces.find(({ addresses }) => addresses.some((own) => own.address.split('/')[0] === to))
  const asked = `${address === undefined ? '*' : whole(address)}:${port}/${protocol}`
  return { cells: [asked, `→ ${whole(to)}:${toPort}`, owner === undefined ? '' : `in ${owner.name}`] }
}

/** The rules that every namespace begins with: local, main, default. */
const isOwn = ({ priority, table, src, dst }: Rule) =>
  src === undefined &&
  dst === undefined &&
  ((priority === 0 && table === 'local') ||
    (priority === 32766 && table === 'main') ||
    (priority === 32767 && table === 'default'))

function ruleOf({ priority = 0, src, dst, iifname, oifname, fwmark, action, table }: Rule): Branch {
  const selectors = { from: src, to: dst, iif: iifname, oif: oifname, fwmark }
  const asked = Object.entries(selectors).flatMap(([word, value]) => (value === undefined ? [] : [`${word} ${value}`]))
  const what = table === undefined ? String(action ?? '') : `lookup ${table}`
  return { cells: [String(priority), asked.join(' ') || 'from all', what] }
}

function neighbourOf(space: Space, { dst, lladdr, link, state }: Neighbour): Branch {
  const name = space.links.find(({ index }) => index === link)?.name
  return { cells: [dst ?? '', lladdr ?? '', name === undefined ? '' : `dev ${name}`, [state].flat().join(', ')] }
}

/** A part of a picture: what is in it, below a title of its own where it has one. */
interface Section {
  title?: string
  branches: Branch[]
}

function sectionsOf(space: Space, spaces: readonly Space[]): Section[] {
  const routes = space.routes.filter(({ dst }) => !everyLink(dst))
  const neighbours = space.neighbours.filter(({ dst = '' }) => dst !== '' && !everyLink(dst))
  const sections: Section[] = [
    { branches: linksOf(space, spaces) },
    { title: 'routes', branches: routes.map((route) => routeOf(space, route)) },
    { title: 'rules', branches: space.rules.filter((rule) => !isOwn(rule)).map(ruleOf) },
    { title: 'neighbours', branches: neighbours.map((one) => neighbourOf(space, one)) },
    { title: 'published ports', branches: space.published.map((port) => portOf(port, spaces)) },
  ]
  return sections.filter(({ branches }) => branches.length > 0)
}

/** Sections one below the other on one stem; the columns of each are its own. */
function drawSections(sections: readonly Section[]): string[] {
  return sections.flatMap(({ title, branches }, i) => {
    const last = i === sections.length - 1
    if (title === undefined) return drawTree(branches, '', paintCell, last)
    const head = paintCell(-1, last ? '└─ ' : '├─ ') + title
    return [head, ...drawTree(branches, last ? '   ' : '│  ', paintCell)]
  })
}

/** The namespaces with their links (and where they lead), addresses, routes and published ports, as trees. */
export function picture(spaces: readonly Space[]): string[] {
  return spaces.flatMap((space, i) => [
    ...(i === 0 ? [] : ['']),
    bold(printable(space.name)),
    ...drawSections(sectionsOf(space, spaces)),
  ])
}
