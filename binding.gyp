{
  'variables': { 'native': 'native' },
  'includes': ['native/addons.gypi'],
}
