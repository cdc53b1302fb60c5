import ts from 'typescript'

/** A field of a public type: whose it is, and what is said about it. */
export interface FieldOf {
  readonly owner: string
  readonly name: string
  readonly sentence: string
}

/** Finds every field of every type that is reached from what modules export, by options as well as by results. */
export class FieldWalk {
  readonly fields = new Map<string, FieldOf>()
  readonly #checker: ts.TypeChecker
  readonly #folder: string
  readonly #seen = new Set<ts.Type>()

  constructor(program: ts.Program, folder: string) {
    this.#checker = program.getTypeChecker()
    this.#folder = folder
  }

  /** Everything that a module exports. */
  module(file: ts.SourceFile): void {
    const symbol = this.#checker.getSymbolAtLocation(file)
    if (symbol === undefined) return
    for (const exported of this.#checker.getExportsOfModule(symbol)) this.#exported(exported)
  }

  #exported(exported: ts.Symbol): void {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(exported) : exported
    const types = ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias | ts.SymbolFlags.Class
    if (symbol.flags & types) this.#visit(this.#checker.getDeclaredTypeOfSymbol(symbol), symbol.name)
    if (symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Variable))
      this.#calls(this.#checker.getTypeOfSymbol(symbol), symbol.name)
  }

  /** What a function takes and gives. */
  #calls(type: ts.Type, owner: string): void {
    for (const signature of type.getCallSignatures()) {
      for (const parameter of signature.getParameters())
        this.#visit(this.#checker.getTypeOfSymbol(parameter), `${owner}(${parameter.name})`)
      this.#visit(signature.getReturnType(), `${owner}()`)
    }
  }

  #visit(type: ts.Type, owner: string): void {
    if (this.#seen.has(type)) return
    this.#seen.add(type)
    const name = nameOf(type) ?? owner
    if (type.isUnion()) {
      for (const one of type.types) this.#visit(one, name)
      return
    }
    for (const argument of argumentsOf(type, this.#checker)) this.#visit(argument, owner)
    if (this.#checker.isTupleType(type) || this.#checker.isArrayType(type)) return
    this.#calls(type, owner)
    if (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))
      for (const property of type.getProperties()) this.#property(property, name)
  }

  #property(property: ts.Symbol, owner: string): void {
    const declarations = property.getDeclarations() ?? []
    // One that is mapped over words has no declaration of its own: it is ours, as nothing else here is made so.
    const ours = declarations.length === 0 || declarations.some((one) => this.#isOurs(one))
    if (!ours || /^(__|#)/.test(property.name)) return
    const sentence = ts.displayPartsToString(property.getDocumentationComment(this.#checker))
    const key = `${owner}.${property.name}`
    const type = this.#checker.getTypeOfSymbol(property)
    // Several types may have one name, `Fields`: one that says nothing is not to be hidden by another.
    if (type.getCallSignatures().length === 0 && this.fields.get(key)?.sentence !== '')
      this.fields.set(key, { owner, name: property.name, sentence })
    this.#visit(type, key)
  }

  #isOurs(declaration: ts.Declaration): boolean {
    return declaration.getSourceFile().fileName.startsWith(this.#folder)
  }
}

function nameOf(type: ts.Type): string | undefined {
  const symbol = type.aliasSymbol ?? type.getSymbol()
  return symbol === undefined || symbol.name.startsWith('__') ? undefined : symbol.name
}

/** The elements of an array, what a promise or an iteration gives. */
function argumentsOf(type: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] {
  const isReference = (type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference
  return isReference ? checker.getTypeArguments(type as ts.TypeReference) : []
}
