/** The address A(i) = 10.x.y.z, as bytes. */
export const address = (i) => Buffer.from([10, i >> 16, i >> 8, i])

/** The hardware address of neighbour i. */
export const mac = (i) => Buffer.from([2, 0, 0, i >> 16, i >> 8, i])
