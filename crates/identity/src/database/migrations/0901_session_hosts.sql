-- The host under which a session was opened: what its applications are told of its end comes from there.
ALTER TABLE sessions ADD COLUMN host TEXT;
