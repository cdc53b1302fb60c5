import ipvlan from './ipvlan.ts'

// An ipvlan whose packets a program reads: the same properties.
export default ipvlan
