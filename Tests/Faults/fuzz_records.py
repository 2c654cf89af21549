"""Records that are broken, forged or no files: the book opens, goes on and ends, and nothing of others' is touched."""
import glob
import os
import sqlite3
import subprocess

from faults import need
from fuzzing import ROOT_OF_TESTS, replace_with_another_kind, spoiled

MEGABYTES = 500
KEYS = [b"n", b"p", b"\t", b"\r", b"B", b"'", b"t", b"\x1b[B", b" ", b"5\r", b"1", b"r", b"u", b"T"]
TEXTS = ["", "\x1b[31m", "\u202e", "\0", "x" * 100_000, "1.1", "0.0", "99999999999999999999.1", "four-keys", "sliding-a-kernel",
         "\n" * 100, "while true { }", "let x = ", "dark", "off", "train(Sequential(), on: digits)", "\ud7ff", "-1", "NaN"]
NUMBERS = [0, 1, -1, 2, 1000, 2**31, 2**63 - 1, -2**63]
STATEMENTS = [
    "DROP TABLE {table}", "DELETE FROM {table}", "ALTER TABLE {table} RENAME TO other", "ALTER TABLE {table} ADD COLUMN more TEXT",
    "CREATE VIEW v AS SELECT * FROM {table}", "CREATE TABLE more (a, b)", "PRAGMA user_version = 9999", "PRAGMA journal_mode = WAL",
    "PRAGMA auto_vacuum = FULL", "VACUUM", "INSERT INTO {table} SELECT * FROM {table}",
    "CREATE TRIGGER t AFTER INSERT ON {table} BEGIN DELETE FROM {table}; END",
    "CREATE TRIGGER u BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no'); END",
]


class Records:
    def __init__(self, program, workshop):
        self.bases = []
        for path in sorted(glob.glob(os.path.join(ROOT_OF_TESTS, "RecordsTests/Former/*.sql"))):
            state = os.path.join(workshop, os.path.basename(path))
            os.makedirs(state)
            record = os.path.join(state, "progress.sqlite")
            with open(path) as file:
                script = file.read()
            database = sqlite3.connect(record)
            database.executescript(script)
            database.close()
            with open(record, "rb") as file:
                self.bases.append(file.read())
            # The same as this program carries it over.
            subprocess.run([program, "reset", "1.15", "--state", state], capture_output=True, timeout=60)
            self.bases.append(self.whole(record))

    @staticmethod
    def whole(record):
        """The bytes of a database, what stands in its log put in."""
        database = sqlite3.connect(record)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute("PRAGMA journal_mode = DELETE")
        database.close()
        with open(record, "rb") as file:
            return file.read()

    def attack(self, attempt):
        chance = attempt.chance
        data = chance.choice(self.bases)
        record = attempt.path("state/progress.sqlite")
        change = chance.randrange(8)
        attempt.file("state/progress.sqlite", spoiled(chance, data) if change < 3 else data)
        if change in (3, 4, 5):
            self.forge(chance, record)
        elif change == 6:
            replace_with_another_kind(chance, attempt, record)
        if change == 7 or chance.random() < 0.1:
            for ending in chance.sample(["-wal", "-shm", "-journal"], chance.randint(1, 3)):
                length = chance.choice([0, 32, 5000, 50_000])
                path = attempt.file("state/progress.sqlite" + ending, spoiled(chance, data[:length]))
                if chance.random() < 0.4:
                    replace_with_another_kind(chance, attempt, path)
        self.read(attempt)

    def read(self, attempt):
        """Opens it, turns pages, answers, leaves; then opens it again."""
        chance = attempt.chance
        before = attempt.outside()
        for sitting in range(2):
            book = attempt.bounded_book(folder="work")
            book.read(0.1, 0.4)
            for _ in range(chance.randint(2, 12)):
                if not book.has_ended(0.02, chance.choice(KEYS)):
                    book.read(0.01, 0.06)
            need(book.status is None, f"ended by itself: status {book.status}, {book.output[-300:]!r}")
            attempt.leave(book, MEGABYTES)
        attempt.need_nothing_new(before)

    def forge(self, chance, record):
        """Rows, columns and tables that no program of ours has written, in a file that is sound."""
        database = sqlite3.connect(record)
        try:
            found = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
            tables = [row[0] for row in found]
            for _ in range(chance.randint(1, 8)):
                table = chance.choice(tables)
                columns = [row[1] for row in database.execute(f'PRAGMA table_info("{table}")')]
                value = chance.choice([chance.choice(TEXTS), chance.choice(TEXTS), chance.choice(NUMBERS), None, 1e308, b"\xff\0blob"])
                try:
                    if chance.random() < 0.2:
                        database.execute(chance.choice(STATEMENTS).format(table=f'"{table}"'))
                    elif columns and chance.random() < 0.5:
                        change = f'UPDATE "{table}" SET "{chance.choice(columns)}" = ? WHERE rowid % ? = 0'
                        database.execute(change, (value, chance.choice([1, 2, 7])))
                    elif columns:
                        column = chance.choice(columns)
                        others = ", ".join(f'"{name}"' for name in columns if name not in (column, "id"))
                        change = f'INSERT INTO "{table}" ("{column}", {others}) SELECT ?, {others} FROM "{table}" LIMIT 50'
                        database.execute(change, (value,))
                    database.commit()
                except (sqlite3.Error, OverflowError, UnicodeError):
                    database.rollback()
        finally:
            database.close()
