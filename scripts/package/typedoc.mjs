// For typedoc: the methods of a handle are made from the functions of the rooms by a mapped type, and typedoc looks for what is
// said about a property at properties alone. TypeScript itself knows the function, as every editor shows.
import { Converter, ReflectionKind } from 'typedoc'
import ts from 'typescript'

export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (context, reflection) => {
    if (reflection.comment || !reflection.kindOf(ReflectionKind.Property)) return
    const made = context.getSymbolFromReflection(reflection)?.declarations?.find(ts.isFunctionDeclaration)
    if (made) reflection.comment = context.getSignatureComment(made)
  })
}
