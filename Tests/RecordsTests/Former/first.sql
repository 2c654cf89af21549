CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('1');
CREATE TABLE entry (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  moment TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  kind TEXT NOT NULL,
  page TEXT,
  name TEXT,
  text TEXT,
  first INTEGER,
  second INTEGER
);
CREATE INDEX entryByKind ON entry (kind, page, name);
INSERT INTO entry VALUES(1,'2026-11-23 14:00:00','read','1.1',NULL,NULL,NULL,NULL);
INSERT INTO entry VALUES(2,'2026-11-23 14:01:02','answer','1.2','corner','5',1,0);
INSERT INTO entry VALUES(3,'2026-11-23 14:01:30','answer','2.4','largest','4',0,1);
INSERT INTO entry VALUES(4,'2026-11-23 14:01:40','cell','2.4','pool','let x = digit(4)',NULL,NULL);
INSERT INTO entry VALUES(5,'2026-11-23 14:02:00','answer','2.5','losers','3',1,0);
INSERT INTO entry VALUES(6,'2026-11-23 19:00:00','answer','2.21','patient-1','2',1,0);
INSERT INTO entry VALUES(7,'2026-11-23 19:01:00','answer','2.22','momentum','0.9',1,0);
INSERT INTO entry VALUES(8,'2026-11-23 19:02:00','revealed','2.22','zero-start',NULL,NULL,NULL);
INSERT INTO entry VALUES(9,'2026-11-23 19:03:00','bookmark','7.2',NULL,NULL,1,NULL);
INSERT INTO entry VALUES(10,'2026-11-23 19:04:00','reset',NULL,NULL,NULL,3,NULL);
INSERT INTO entry VALUES(11,'2026-11-23 19:05:00','place','1.7',NULL,NULL,-1,12);
