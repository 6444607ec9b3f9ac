"""Ray does the work of a build: on all cores of this machine, or of a cluster.

What a worker was doing when it died is done again by another one, since no piece of the work changes anything: it is
given something and returns something. Only whoever started the build writes, once, at the end.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import warnings
from collections import deque
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from msqqa.errors import MachineError, UserError
from msqqa.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Given = TypeVar("Given")
Made = TypeVar("Made")

_RETRIES = 10
"""How often a piece is done again whose worker died: of one that kills every worker it is told in the end."""
_SECONDS = 10
"""Within which a cluster must answer."""
_STARTS = 3
"""How often a cluster on this machine is started that is not there within the 30 s that Ray gives it."""
_SLOW = "timed out during startup"
_AHEAD = 4
"""Pieces for each processor that are under way: enough that none waits, and no more than memory holds."""


@contextmanager
def lend_workers(address: str) -> Iterator[OnRay]:
    """Lend the workers of a Ray cluster; ``local`` starts one on this machine, which ends with the build.

    Raises
    ------
    MachineError
        If ``ray`` is not installed, or no cluster answers at the address.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent anywhere
    os.environ.setdefault("RAY_worker_niceness", "0")  # its workers would be the last of a busy machine to be let run
    os.environ.setdefault("RAY_NUM_REDIS_GET_RETRIES", "1")  # each takes 40 s, and there are 20 otherwise
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    kept = Path(os.environ.get("RAY_AUTH_TOKEN_PATH") or Path.home() / ".ray" / "auth_token")
    if address != "local" and (os.environ.get("RAY_AUTH_TOKEN") or kept.is_file()):
        os.environ.setdefault("RAY_AUTH_MODE", "token")  # given an address, Ray shows no token that it has otherwise
    try:
        import ray
    except ImportError as error:
        raise MachineError("--ray needs ray, which is not here", "pip install 'msqqa[ray]'") from error
    _check_reachable(address)
    _start(ray, address)
    try:
        yield OnRay(ray)
    finally:
        ray.shutdown()


def _start(ray: Any, address: str) -> None:
    """Connect to a cluster; start one first where it is to be on this machine."""
    quiet = {"logging_level": logging.CRITICAL, "log_to_driver": False, "configure_logging": True}
    for left in reversed(range(_STARTS if address == "local" else 1)):
        try:
            with warnings.catch_warnings(action="ignore"), _hush():
                if address == "local":
                    ray.init(address="local", include_dashboard=False, **quiet)
                else:
                    ray.init(address=address, **quiet)
        except Exception as error:  # Ray raises no more than that where its own server is slow to start
            if left and _SLOW in str(error):
                continue  # what it has started by then ends with this process
            if "authentication token" in f"{error} {error.__cause__}".lower():
                what = f"the Ray cluster at {address} asks for a token, and was given none or another"
                raise MachineError(what, "give it in RAY_AUTH_TOKEN, or in ~/.ray/auth_token") from error
            raise _unreachable_error(address, (str(error).splitlines() or [type(error).__name__])[0]) from error
        return


@contextmanager
def _hush() -> Iterator[None]:
    """Keep what Ray's library itself writes on standard error from there: it is told in one line by who catches it."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _check_reachable(address: str) -> None:
    """Raise unless a server of Ray's kind answers at an address: Ray itself goes on trying for minutes."""
    import socket

    named = re.fullmatch(r"(?:ray://)?\[?([^/\]]+?)\]?:(\d+)", address)
    if named is None:
        return
    try:
        with socket.create_connection((named[1], int(named[2])), timeout=_SECONDS) as there:
            if os.environ.get("RAY_USE_TLS", "0") != "0":
                return
            # What follows is HTTP/2, which Ray speaks: the client's greeting, answered by settings.
            there.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(3) + b"\x04" + bytes(5))
            answer = there.recv(9)
    except (OSError, OverflowError) as error:
        raise _unreachable_error(address, getattr(error, "strerror", None) or str(error)) from error
    if answer[3:4] != b"\x04":
        raise _unreachable_error(address, "something else listens there")


def _unreachable_error(address: str, why: str) -> MachineError:
    if address == "local":
        what = f"Ray does not start on this machine ({why[:160]})"
        return MachineError(what, "mend that, try again when it has less to do, or leave out --ray")
    why = why.partition(". ")[0]  # what Ray says to do is not for msqqa
    what = f"no Ray cluster answers at {address} ({why[:160]})"
    return MachineError(what, "start it, correct the address, or give --ray local")


class OnRay:
    """Gives pieces of work to the workers of a cluster."""

    apart = True

    def __init__(self, ray: Any) -> None:
        self._ray = ray
        self._do = ray.remote(max_retries=_RETRIES, num_cpus=1)(_run_piece)

    def map(self, do: Callable[[Given], Made], given: Iterable[Given]) -> Iterator[Made]:
        """Yield what each piece comes to, in order.

        Raises
        ------
        MachineError
            If every worker dies of a piece, or the cluster goes away.
        UserError
            What the work itself raises.
        """
        ray = self._ray
        # Sent once: each piece beside it is small.
        sent = ray.put(do)
        most = max(2, _AHEAD * int(ray.cluster_resources().get("CPU", 1)))
        under_way: deque[Any] = deque()
        for one in given:
            under_way.append(self._do.remote(__version__, sent, one))
            if len(under_way) >= most:
                yield self._made(under_way.popleft())
        while under_way:
            yield self._made(under_way.popleft())

    def _made(self, reference: Any) -> Any:
        from ray.exceptions import RayError, RayTaskError

        try:
            return self._ray.get(reference)
        except RayTaskError as error:
            if isinstance(error.cause, UserError):
                raise error.cause from error
            raise
        except RayError as error:
            first = (str(error).splitlines() or [type(error).__name__])[0]
            raise MachineError(
                f"the Ray cluster cannot do the work ({type(error).__name__}: {first[:160]})",
                "give its workers more memory, or index without --ray; what was indexed before still answers",
            ) from error


def _run_piece(version: str, do: Callable[[Any], Any], one: Any) -> Any:
    """Do a piece of work where a worker runs."""
    if version != __version__:
        raise MachineError(f"a Ray worker has msqqa {__version__}, not {version}", f"install msqqa {version} there")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    return do(one)
