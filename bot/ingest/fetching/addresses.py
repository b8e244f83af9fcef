"""Which IP addresses are public. An address that carries an IPv4 address within it is as public as that one."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# Ranges with an IPv4 address in their last 32 bits: IPv4-compatible (RFC 4291) and NAT64 (RFC 6052, RFC 8215).
_EMBEDDING = (IPv6Network("::/96"), IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
_SITE_LOCAL = IPv6Network("fec0::/10")


def is_public(written: str) -> bool:
    """Whether an IP address is reachable for everybody: not private, loopback, link-local, multicast or reserved."""
    try:
        address = ip_address(written.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        if address in _SITE_LOCAL or address.is_unspecified:
            return False
        embedded = [each for each in (address.ipv4_mapped, address.sixtofour) if each]
        embedded += list(address.teredo or ())
        embedded += [IPv4Address(int(address) & 0xFFFFFFFF) for network in _EMBEDDING if address in network]
        if embedded:
            return all(is_public(str(each)) for each in embedded)
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_loopback)
