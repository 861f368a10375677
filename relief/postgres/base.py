"""The database engine "relief.postgres": Django's own, which sees to the embedded server before it connects."""

from collections.abc import Callable, Iterable
from typing import Any

import psycopg2
from django.db.backends.postgresql import base, client

from relief.postgres.place import EmbeddedServerError
from relief.postgres.server import leave_on_ending_signals, server_of


class DatabaseClient(client.DatabaseClient):
    """`manage.py dbshell` with the psql that comes with the server."""

    def runshell(self, parameters: Iterable[str]) -> None:
        server = server_of(self.connection.settings_dict["CLONE"])
        server.use()
        self.executable_name = str(server.place.program_folder / "psql")
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    """Starts the server for the first connection of a process and brings it back after a crash."""

    client_class = DatabaseClient

    def __init__(self, settings_dict: dict[str, Any], *arguments: Any, **named: Any) -> None:
        super().__init__(settings_dict, *arguments, **named)
        leave_on_ending_signals(settings_dict["CLONE"])

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        server = server_of(self.settings_dict["CLONE"])
        self._explained(server.use)
        try:
            return super().get_new_connection(conn_params)
        except psycopg2.OperationalError:
            self._explained(server.revive)
            return super().get_new_connection(conn_params)

    @staticmethod
    def _explained(step: Callable[[], None]) -> None:
        try:
            step()
        except EmbeddedServerError as error:
            raise psycopg2.OperationalError(str(error)) from error
