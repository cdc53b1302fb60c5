{
  # For who builds the published sources: `npm run build:native`. A file of this name in the root of the package would make
  # npm build it by itself.
  'variables': { 'native': '.' },
  'includes': ['addons.gypi'],
}
