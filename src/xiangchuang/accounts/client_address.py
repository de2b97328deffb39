"""From which network address a request comes, for limits: behind a proxy it is the one the proxy saw."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

_IPV6_SITE = 64


def client_address(request: HttpRequest) -> str:
    """Return the sender's address as limits count it; an IPv6 sender's is its network, for a site has one.

    X-Forwarded-For is believed from TRUSTED_PROXIES alone, and of it only what they themselves have added:
    whatever stands further left was written by the sender.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    hops = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    while address in settings.TRUSTED_PROXIES and hops and (nearer := hops.pop().strip()):
        address = nearer
    return _counted(address)


def _counted(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return str(known)
    return str(known.ipv4_mapped or ip_network(f"{known}/{_IPV6_SITE}", strict=False).network_address)
