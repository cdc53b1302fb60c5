{
  # Both addons, for the two places where gyp begins: the checkout (binding.gyp) and what is published (native/binding.gyp),
  # which say in `native` where this folder lies. The sources stand in sources.json alone, also for CMakeLists.txt.
  'variables': {
    'listed': 'process.stdout.write((require("./<(native)/sources.json")[process.argv[1]] ?? [])'
              '.map((file) => file.replace("native", "<(native)")).join(" "))',
    'headers': 'process.stdout.write(require("node-addon-api").include_dir)',
    # The second addon is built where its library is installed.
    'nftables%': '<!(test -e /usr/include/libnftnl/common.h && echo 1 || echo 0)',
    # Which of the two is built; prebuildify takes one at a time.
    'addon%': 'both',
    # Whether a libmnl beside the addon is taken before that of the system.
    'beside%': 1,
  },
  'target_defaults': {
    'include_dirs': ['<!(node -e \'<(headers)\')'],
    'defines': [
      'NAPI_VERSION=8',
      'NODE_ADDON_API_CPP_EXCEPTIONS_ALL',
      'NODE_ADDON_API_DISABLE_DEPRECATED',
      # In an environment that is being terminated nothing can be thrown: not a reason to abort the process.
      'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
    ],
    'cflags': ['-O2', '-fvisibility=hidden', '-Wall', '-Wextra'],
    'cflags!': ['-O3', '-Wno-unused-parameter'],
    'cflags_cc': ['-std=c++20', '-fexceptions', '-fvisibility-inlines-hidden'],
    'cflags_cc!': ['-std=gnu++17', '-std=gnu++20', '-fno-exceptions'],
    # Seen from build/, where make links: an absolute path may hold a space.
    'ldflags': ['-Wl,--version-script=../<(native)/exports.map'],
    'conditions': [
      ['beside == 1', { 'ldflags': ['-Wl,--enable-new-dtags', '-Wl,-rpath,\'$$ORIGIN\''] }],
    ],
  },
  'conditions': [
    ['addon != "nftables"', {
      'targets': [
        {
          'target_name': 'netlink',
          'sources': ['<!@(node -e \'<(listed)\' core)', '<!@(node -e \'<(listed)\' netlink)'],
          'libraries': ['-lmnl'],
        },
      ],
    }],
    ['nftables == 1 and addon != "netlink"', {
      'targets': [
        {
          'target_name': 'nftables',
          'sources': ['<!@(node -e \'<(listed)\' nftables)'],
          'libraries': ['-lnftnl', '-lmnl'],
        },
      ],
    }],
  ],
}
