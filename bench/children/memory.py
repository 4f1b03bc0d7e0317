"""What this process takes of memory."""

from __future__ import annotations

from pathlib import Path


def resident_mb(what: str = "VmRSS") -> float:
    """Megabytes of this process that lie in memory now (VmRSS) or ever did (VmHWM); 0 where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    for line in status.read_text(encoding="ascii").splitlines():
        if line.startswith(what):
            return int(line.split()[1]) / 1024
    return 0.0
