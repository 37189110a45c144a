"""`python -m sandbox …`: the whole stack for development, or one simulator alone."""

import argparse
import sys
from pathlib import Path

_DEFAULT_DATA_DIR = Path(__file__).resolve().parents[2] / ".local"
_SIMULATORS = {"graph": "sandbox.graph.app:create_app", "mercadopago": "sandbox.mercadopago.app:create_app"}
_LOOPBACK = "127.0.0.1"


def main() -> int:
    """Run the command that was asked for and return the exit code."""
    arguments = _parser().parse_args()
    if arguments.command in _SIMULATORS:
        return _serve_simulator(_SIMULATORS[arguments.command], arguments.host, arguments.port)
    from sandbox.stack.up import UpOptions, empty_data_dir, run_stack

    if arguments.command == "reset":
        return empty_data_dir(arguments.data_dir)
    with_providers = not arguments.without_providers
    return run_stack(UpOptions(arguments.host, arguments.port, arguments.data_dir, with_providers))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sandbox", description="Reservas on this machine, with nothing to install.")
    commands = parser.add_subparsers(dest="command", required=True)
    up = commands.add_parser("up", help="start everything, and stop it all on Ctrl-C")
    up.add_argument(
        "--port", type=_port, help="the API's port; the simulators use the next ones (8000, or what is free)"
    )
    up.add_argument(
        "--without-providers",
        action="store_true",
        help="no simulators: the providers' addresses and secrets come from the environment; writes stack.env when up",
    )
    reset = commands.add_parser("reset", help="delete the data of a stopped stack")
    for command in (up, reset):
        command.add_argument(
            "--data-dir", type=Path, default=_DEFAULT_DATA_DIR, help="where data, secrets and logs are"
        )
    graph = commands.add_parser("graph", help="the simulator of WhatsApp's Graph API, with the guest's phone")
    mercadopago = commands.add_parser("mercadopago", help="the simulator of Mercado Pago")
    for command in (graph, mercadopago):
        command.add_argument("--port", type=_port, required=True)
    for command in (up, graph, mercadopago):
        command.add_argument("--host", default=_LOOPBACK, help="the address to listen on (127.0.0.1)")
    return parser


def _port(text: str) -> int:
    port = int(text)
    if not 1 <= port <= 65_532:  # noqa: PLR2004 - three more follow it
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65532")
    return port


def _serve_simulator(factory: str, host: str, port: int) -> int:
    import uvicorn

    uvicorn.run(factory, factory=True, host=host, port=port, log_level="warning", timeout_graceful_shutdown=1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
