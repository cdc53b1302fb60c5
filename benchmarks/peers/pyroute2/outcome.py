"""What a trial found out about itself: time, and memory from /proc."""

import resource
import time
from dataclasses import dataclass


@dataclass
class Span:
    """How long work took, and how long all threads and children that have ended worked meanwhile; milliseconds."""

    passed: float
    worked: float

    def __sub__(self, begun):
        return Span(self.passed - begun.passed, self.worked - begun.worked)


@dataclass
class Outcome:
    took: Span
    note: str = ''
    # Growth of the resident set in MiB; None: the peak of the whole process is reported.
    growth: 'float | None' = None


def now():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    worked = sum(each.ru_utime + each.ru_stime for each in used) * 1e3
    return Span(time.monotonic_ns() / 1e6, worked)


def expect_count(what, counted, expected):
    if counted != expected:
        raise SystemExit(f'pyroute2: {counted} {what} instead of {expected}')


def status(name):
    """A field of /proc/self/status in MiB."""
    with open('/proc/self/status') as file:
        for line in file:
            if line.startswith(name + ':'):
                return int(line.split()[1]) / 1024
    raise SystemExit(f'pyroute2: no {name}')


def peak():
    return status('VmHWM')


def resident():
    return status('VmRSS')


def forget_peak():
    # proc(5): 5 makes the peak what is resident now.
    with open('/proc/self/clear_refs', 'w') as file:
        file.write('5')
