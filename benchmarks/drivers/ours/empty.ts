/** The smallest program of all, which every other is measured over. */
export {}
