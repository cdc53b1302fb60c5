import ts from 'typescript'

/** Finds the interfaces of the package that are reached from what modules export, but that no module exports. */
export class InterfaceWalk {
  /** Each by its name, with the way by which it was found. */
  readonly unnamed = new Map<string, string>()
  readonly #checker: ts.TypeChecker
  readonly #folder: string
  readonly #exported = new Set<ts.Symbol>()
  readonly #seen = new Set<ts.Type>()

  constructor(program: ts.Program, folder: string, modules: readonly ts.SourceFile[]) {
    this.#checker = program.getTypeChecker()
    this.#folder = folder
    for (const module of modules) {
      const symbol = this.#checker.getSymbolAtLocation(module)
      for (const one of symbol === undefined ? [] : this.#checker.getExportsOfModule(symbol))
        this.#exported.add(one.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(one) : one)
    }
    for (const symbol of this.#exported) {
      if (symbol.flags & ts.SymbolFlags.Type) this.#visit(this.#checker.getDeclaredTypeOfSymbol(symbol), symbol.name)
      if (symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Variable))
        this.#visit(this.#checker.getTypeOfSymbol(symbol), symbol.name)
    }
  }

  #visit(type: ts.Type, way: string): void {
    if (this.#seen.has(type)) return
    this.#seen.add(type)
    const symbol = type.getSymbol()
    const isInterface = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Interface) !== 0
    if (isInterface && this.#isOurs(symbol) && !this.#exported.has(symbol) && !this.unnamed.has(symbol.name))
      this.unnamed.set(symbol.name, way)
    if (type.isUnionOrIntersection()) for (const one of type.types) this.#visit(one, way)
    if ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference)
      for (const one of this.#checker.getTypeArguments(type as ts.TypeReference)) this.#visit(one, way)
    if (isInterface && !this.#isOurs(symbol)) return
    this.#members(type, way)
  }

  #members(type: ts.Type, way: string): void {
    for (const signature of type.getCallSignatures()) {
      for (const one of signature.getParameters())
        this.#visit(this.#checker.getTypeOfSymbol(one), `${way}(${one.name})`)
      this.#visit(signature.getReturnType(), `${way}()`)
    }
    if (!(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))) return
    for (const one of type.getProperties()) this.#visit(this.#checker.getTypeOfSymbol(one), `${way}.${one.name}`)
  }

  #isOurs(symbol: ts.Symbol): boolean {
    return symbol.getDeclarations()?.some((one) => one.getSourceFile().fileName.startsWith(this.#folder)) === true
  }
}
