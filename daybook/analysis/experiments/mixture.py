"""The mixture sequential probability ratio test of two shares (Johari, Koomen, Pekelis & Walsh 2017), to measure others against.

Written by its own formula, with the mixture over differences of shares, of standard deviation `tau`.
"""

from math import exp, log


def mixture_p(control: tuple[int, int], variant: tuple[int, int], tau: float) -> float:
    """1 / likelihood ratio after so many; the smallest over all looks is the test's p.  Arms are (people, did); 1 before both did.

    >>> mixture_p((1000, 100), (1000, 160), 0.02) < 0.05, mixture_p((0, 0), (0, 0), 0.02)
    (True, 1.0)
    """
    (n, did), (m, done) = control, variant
    if not did or not done:
        return 1.0
    one, other = did / n, done / m
    noise = one * (1 - one) / n + other * (1 - other) / m
    if noise <= 0:
        return 1.0
    ratio = 0.5 * log(noise / (noise + tau ** 2)) + tau ** 2 * (other - one) ** 2 / (2 * noise * (noise + tau ** 2))
    return min(1.0, exp(-ratio)) if ratio < 700 else 0.0
