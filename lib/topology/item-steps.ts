import { InputError } from '../errors.ts'
import { differing } from './comparison.ts'
import { Addition } from './due.ts'
import { Encoder } from './encoding.ts'
import { Conflict } from './failure.ts'
import { type Family, families, type Item } from './families.ts'
import { named } from './naming.ts'
import { inOrder } from './order.ts'
import type { PlanContext } from './plan-context.ts'
import { type Sifting, sifted, unsifted } from './sifting.ts'
import type { WantedSpace } from './wanted.ts'
import type { WantedItem, WantedList } from './wanted-list.ts'

/** A wanted object in the form of the list. */
interface Wish {
  readonly item: WantedItem
  readonly canonical: Item
}

/** An object of the kernel, in the form in which it would be sent again. */
interface Found {
  readonly listed: Item
  canonical: Item | undefined
}

/** The steps for the objects of one kind in a namespace. */
export function itemSteps(context: PlanContext, space: WantedSpace): void {
  for (const family of families) {
    const wanted = space.lists.get(family.plural)
    if (wanted !== undefined) new Comparison(context, space, family).run(wanted)
  }
}

class Comparison {
  readonly #context: PlanContext
  readonly #space: WantedSpace
  readonly #family: Family
  #encoder: Encoder | undefined
  readonly #volatile: ReadonlySet<string>

  constructor(context: PlanContext, space: WantedSpace, family: Family) {
    this.#context = context
    this.#space = space
    this.#family = family
    this.#volatile = new Set(family.identity.volatile)
  }

  run(wanted: WantedList): void {
    const sifting = this.#sift(wanted)
    const { rest, missing, listed } = sifting
    const places = this.#places(listed)
    const ownerOf = this.#family.desired.owner
    const wishes = new Map(rest.map((i) => [i, this.#wish(wanted.item(i))]))
    this.#checkTwice([...wishes.values()])
    for (const [i, wish] of wishes) if (this.#takeEqual(wish, places)) wishes.delete(i)
    const { phase, add } = this.#family
    const { rank = () => 0 } = this.#family.desired
    const rankOfMissing = sifting.byShape((i) => rank(this.#wish(wanted.item(i)).canonical))
    const rankOf = (i: number) => {
      const wish = wishes.get(i)
      return wish === undefined ? rankOfMissing(i) : rank(wish.canonical)
    }
    for (const i of inOrder([...wishes.keys(), ...missing], rankOf)) {
      const wish = wishes.get(i)
      if (wish === undefined) this.#context.due(new Addition(add, this.#space.netns, phase, wanted, i))
      else this.#replaceOrAdd(wish, places, ownerOf)
    }
    const own = this.#normalOwner()
    const left = [...places.values()].flat().filter(({ listed }) => listed[ownerOf] === own && this.#isInScope(listed))
    for (const { listed } of this.#inReverse(left)) this.#remove(listed)
  }

  /** The objects to look at. Most routes of a long list are found equal, or missing, by their messages. */
  #sift(wanted: WantedList): Sifting {
    const { byMessage, desired, identity, plural } = this.#family
    const { netns } = this.#space
    const { items } = this.#context.actual(netns)
    const messages = items.messages(plural)
    if (byMessage === undefined || messages === undefined) return unsifted(wanted, items.get(plural) ?? [])
    const resolve = this.#context.resolve(netns)
    wanted.resolveNames((name, path) => {
      this.#context.checkLink(netns, path, name)
      return resolve(name)
    })
    return sifted(byMessage, wanted, messages, this.#context.owner.protocol, {
      counts: (listed) => identity.omit?.(listed) !== true && !this.#vanishes(listed),
      isOwn: (listed) => listed[desired.owner] === this.#normalOwner(),
      isSame: (i, listed) => {
        const wish = this.#wish(wanted.item(i))
        return this.#differing(wish, { listed, canonical: undefined }, this.#skipped(wish)).length === 0
      },
    })
  }

  /** The owner's number as lists show it. */
  #normalOwner(): unknown {
    return this.#context.owner.protocol
  }

  /** Addresses of links of which none are given are not compared. */
  #isInScope(listed: Item): boolean {
    const { netns } = this.#space
    const links = linksOf(listed)
    // It vanishes with its link.
    if (links.length > 0 && links.every((index) => this.#context.fates.isDoomed(netns, index))) return false
    if (this.#family.plural !== 'addresses') return true
    const name = this.#context.actual(this.#space.netns).byIndex.get(listed.link as number)?.name
    const link = name === undefined ? undefined : this.#space.links?.get(name)
    return link === undefined || link.given.addresses !== undefined
  }

  #places(all: readonly Item[]): Map<string, Found[]> {
    const { desired, identity } = this.#family
    const places = new Map<string, Found[]>()
    for (const listed of all) {
      if (identity.omit?.(listed) === true) continue
      if (this.#vanishes(listed)) continue
      const key = desired.key(listed)
      const there = places.get(key)
      if (there === undefined) places.set(key, [{ listed, canonical: undefined }])
      else there.push({ listed, canonical: undefined })
    }
    return places
  }

  /** What the kernel deletes with links that are made again; a group of nexthops, and IPv6, keep other hops (fib_sync_down_dev, fib6_ifdown). */
  #vanishes(listed: Item): boolean {
    const links = linksOf(listed)
    const isGone = (index: number) => this.#context.fates.isGone(this.#space.netns, index)
    const keepsOthers = listed.nhId !== undefined || (listed.family === 'inet6' && listed.multipath !== undefined)
    return links.length > 0 && (keepsOthers ? links.every(isGone) : links.some(isGone))
  }

  #wish(item: WantedItem): Wish {
    const { netns } = this.#space
    for (const name of item.encoded.names) this.#context.checkLink(netns, item.path, name)
    return { item, canonical: this.#whole(item.encoded.read(this.#context.resolve(netns), this.#family.reply) as Item) }
  }

  #checkTwice(wishes: readonly Wish[]): void {
    const seen = new Map<string, Wish>()
    for (const wish of wishes) {
      const key = this.#family.desired.key(wish.canonical)
      const other = seen.get(key)
      const differs = other !== undefined && this.#coexist(wish, other)
      if (other !== undefined && !differs)
        throw new InputError(`is the same object as ${other.item.path}`).under(wish.item.path)
      seen.set(key, wish)
    }
  }

  /** Routes of IPv6 over several links, and rules of several priorities. */
  #coexist({ canonical: one, item }: Wish, { canonical: other, item: before }: Wish): boolean {
    if (this.#family.plural === 'rules') return item.options.priority !== before.options.priority
    return this.#family.plural === 'routes' && one.family === 'inet6' && one.oif !== other.oif
  }

  /** Fields that are not compared: what counts, and what the kernel chose. */
  #skipped({ item }: Wish): ReadonlySet<string> {
    const { chosen = [] } = this.#family.desired
    const free = chosen.filter((key) => item.options[key] === undefined)
    return free.length === 0 ? this.#volatile : new Set([...this.#volatile, ...free])
  }

  #takeEqual(wish: Wish, places: Map<string, Found[]>): boolean {
    const there = places.get(this.#family.desired.key(wish.canonical))
    const skipped = this.#skipped(wish)
    const i = there?.findIndex((found) => this.#differing(wish, found, skipped).length === 0) ?? -1
    if (i < 0) return false
    there?.splice(i, 1)
    return true
  }

  /** The listed object is encoded only if it is not plainly the same. */
  #differing({ canonical }: Wish, found: Found, skipped: ReadonlySet<string>): string[] {
    if (differing(canonical, found.listed, skipped).length === 0) return []
    found.canonical ??= this.#canonical(found.listed)
    const fields = differing(canonical, found.canonical, skipped)
    const failed = this.#failed(found)
    return failed === undefined || fields.includes(failed) ? fields : [...fields, failed]
  }

  /** What is brought back stays as it was. */
  #failed({ listed }: Found): string | undefined {
    return this.#context.exact ? undefined : this.#family.desired.failed?.(listed)
  }

  #canonical(listed: Item): Item {
    this.#encoder ??= new Encoder()
    const [encoded] = this.#encoder.messages((sender) => this.#family.encode(sender, listed))
    return this.#whole(encoded?.read(() => 0, this.#family.reply) as Item)
  }

  /** With what the kernel adds; lists omit a protocol that is 0. */
  #whole(sent: Item): Item {
    const { completed, owner } = this.#family.desired
    const item = completed?.(sent) ?? sent
    return item[owner] === undefined ? { ...item, [owner]: 'unspec' } : item
  }

  #replaceOrAdd(wish: Wish, places: Map<string, Found[]>, ownerOf: string): void {
    const { replace, desired } = this.#family
    const there = places.get(desired.key(wish.canonical)) ?? []
    const isOwn = ({ listed }: Found) => (listed[ownerOf] ?? 'unspec') === wish.canonical[ownerOf]
    const i = there.findIndex((found) => this.#context.force || isOwn(found))
    if (replace === undefined || i < 0 || !this.#isOne(wish, there)) this.#add(wish, there, ownerOf)
    else this.#change(wish, there.splice(i, 1)[0] as Found, replace)
  }

  #add(wish: Wish, there: readonly Found[], ownerOf: string): void {
    this.#checkForeign(wish, there, ownerOf)
    const { phase, add, plural } = this.#family
    // IPv6 refuses to add a second one of the same metric.
    const isFurther = plural === 'routes' && wish.canonical.family === 'inet6' && there.length > 0
    const verb = isFurther ? 'appendRoute' : add
    this.#context.step(phase, this.#space.netns, verb, [wish.item.options], 'missing', wish.item.path)
  }

  #change(wish: Wish, found: Found, replace: string): void {
    const { phase, add, delete: remove } = this.#family
    const { item } = wish
    const { netns } = this.#space
    const fields = this.#differing(wish, found, this.#skipped(wish))
    const links = this.#context.actual(netns).byIndex
    const before = { ...named(Object.fromEntries(fields.map((key) => [key, found.listed[key] ?? null])), links) }
    if (this.#isChangeable(wish, found, fields)) {
      this.#context.step(phase, netns, replace, [item.options], 'differs', item.path, { before, fields })
      return
    }
    const old = argumentOf(this.#family, named(found.canonical ?? found.listed, links))
    this.#context.step(phase, netns, remove, [old], 'remake', item.path, { fields })
    this.#context.step(phase, netns, add, [item.options], 'remake', item.path, { before, fields })
  }

  /** Whether replacing is enough. A nexthop does not become a group. */
  #isChangeable({ canonical }: Wish, found: Found, fields: readonly string[]): boolean {
    const { desired, plural } = this.#family
    const { listed } = found
    if (this.#failed(found) !== undefined) return false
    if (plural === 'nexthops' && (canonical.group === undefined) !== (listed.group === undefined)) return false
    const changeable = desired.changeable?.(listed as never)
    return changeable === undefined || fields.every((key) => changeable.includes(key as never))
  }

  /** Of routes of IPv6 over several links, each is one of its own. */
  #isOne({ canonical }: Wish, there: readonly Found[]): boolean {
    if (this.#family.plural !== 'routes' || canonical.family !== 'inet6') return true
    return there.length === 1
  }

  #checkForeign({ item, canonical }: Wish, there: readonly Found[], ownerOf: string): void {
    const { plural } = this.#family
    const taken = there.find(({ listed }) => {
      if (plural === 'rules') return listed.priority === item.options.priority
      return !(plural === 'routes' && listed.family === 'inet6' && listed.oif !== canonical.oif)
    })
    if (taken === undefined || this.#context.force) return
    const whose = taken.listed[ownerOf]
    const holder = whose === undefined || whose === 'unspec' ? 'no protocol' : `protocol ${whose}`
    throw new Conflict(
      this.#context.operation,
      item.path,
      `another one of ${holder} is there, which does not belong to the owner`,
    )
  }

  #remove(listed: Item): void {
    const { delete: verb, deletion } = this.#family
    const { netns } = this.#space
    const old = named(this.#canonical(listed), this.#context.actual(netns).byIndex)
    const subject = `${this.#space.path === '' ? '' : `${this.#space.path}.`}${this.#family.plural}`
    this.#context.step(deletion, netns, verb, [argumentOf(this.#family, old)], 'unwanted', subject, {
      before: { ...old },
    })
  }

  #inReverse(found: readonly Found[]): Found[] {
    const { rank = () => 0 } = this.#family.desired
    return found.toSorted((one, other) => rank(other.listed) - rank(one.listed))
  }
}

/** The argument of a deletion. */
export function argumentOf({ plural }: Family, item: Item): unknown {
  return plural === 'nexthops' ? item.id : item
}

/** The links of an object. */
function linksOf({ link, oif, multipath }: Item): number[] {
  const hops = Array.isArray(multipath) ? multipath.map((hop: Item) => hop.oif) : []
  return [link, oif, ...hops].filter((one): one is number => typeof one === 'number')
}
