"""Addresses by number, as WORK.md has them."""


def address(i):
    return f'10.{i >> 16 & 255}.{i >> 8 & 255}.{i & 255}'


def packed(i):
    return bytes((10, i >> 16 & 255, i >> 8 & 255, i & 255))


def mac(i):
    return f'02:00:00:{i >> 16 & 255:02x}:{i >> 8 & 255:02x}:{i & 255:02x}'


def subnet(host):
    return f'172.18.{host >> 8 & 255}.{host & 255}'
