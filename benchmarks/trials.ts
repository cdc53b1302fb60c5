/** What is measured: the trials of README.md. */
export interface Trial {
  name: string
  title: string
  /** What one item is called, in the plural. */
  items: string
  sizes: readonly number[]
  /** Those of one room only are asked of drivers of that room. */
  room: 'route' | 'nft' | 'process'
  /** Whether other tools have nothing that compares: only drivers that say so take part. */
  own?: true
}

const route = 'route'
const nft = 'nft'
const many = [10_000, 100_000, 1_000_000]
const own = true

// biome-ignore format: a table
export const TRIALS: readonly Trial[] = [
  { name: 'containers',        title: 'Containers',                           items: 'containers', sizes: [100, 1000], room: route },
  { name: 'veth-pairs',        title: 'Veth pairs into another namespace',    items: 'pairs',      sizes: [500],       room: route },
  { name: 'delete-links',      title: 'Deleting veth pairs',                  items: 'pairs',      sizes: [300],       room: route },
  { name: 'add-routes-batch',  title: 'Adding routes, all at once',           items: 'routes',     sizes: many,        room: route },
  { name: 'add-routes-single', title: 'Adding routes, each with its answer',  items: 'routes',     sizes: many,        room: route },
  { name: 'list-routes',       title: 'Listing routes',                       items: 'routes',     sizes: many,        room: route },
  { name: 'stream-routes',     title: 'Reading routes, none kept',            items: 'routes',     sizes: [1_000_000], room: route },
  { name: 'apply-routes',      title: 'Routes of a topology, into an empty table', items: 'routes', sizes: [100_000],   room: route, own },
  { name: 'apply-again',       title: 'Routes of a topology, all there',      items: 'routes',     sizes: [100_000],   room: route, own },
  { name: 'apply-changed',     title: 'Routes of a topology, 1 % changed',    items: 'routes',     sizes: [100_000],   room: route, own },
  { name: 'rollback-routes',   title: 'Adding routes, rollback armed',        items: 'routes',     sizes: [1000],      room: route, own },
  { name: 'watch-routes',      title: 'Following a burst of routes',          items: 'routes',     sizes: [50_000],    room: route, own },
  { name: 'watch-writer',      title: 'Adding routes that are watched',       items: 'routes',     sizes: [50_000],    room: route, own },
  { name: 'add-addresses',     title: 'Adding addresses',                     items: 'addresses',  sizes: [10_000],    room: route },
  { name: 'list-addresses',    title: 'Listing addresses',                    items: 'addresses',  sizes: [10_000],    room: route },
  { name: 'add-neighbours',    title: 'Adding neighbours',                    items: 'neighbours', sizes: [10_000],    room: route },
  { name: 'list-neighbours',   title: 'Listing neighbours',                   items: 'neighbours', sizes: [10_000],    room: route },
  { name: 'list-links',        title: 'Listing links, all attributes',        items: 'links',      sizes: [1000],      room: route },
  { name: 'latency-address',   title: 'Adding an address, and waiting',       items: 'addresses',  sizes: [5000],      room: route },
  { name: 'latency-link',      title: 'Reading a link, and waiting',          items: 'links',      sizes: [5000],      room: route },
  { name: 'nft-rules',         title: 'Adding nftables rules',                items: 'rules',      sizes: [20_000],    room: nft },
  { name: 'nft-list-rules',    title: 'Listing nftables rules',               items: 'rules',      sizes: [20_000],    room: nft },
  { name: 'nft-elements',      title: 'Adding nftables set elements',         items: 'elements',   sizes: [500_000],   room: nft },
  { name: 'nft-list-elements', title: 'Listing nftables set elements',        items: 'elements',   sizes: [500_000],   room: nft },
  { name: 'cold-start',        title: 'A program that lists the links once',  items: 'starts',     sizes: [20],        room: 'process' },
]

/** The size that a quick run tries instead: a thousandth, even, and at least four. */
export function quickSize({ sizes }: Trial): number {
  return Math.max(4, 2 * Math.round(Math.min(...sizes) / 2000))
}
