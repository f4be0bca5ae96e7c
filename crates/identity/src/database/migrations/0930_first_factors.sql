-- What a session began with; sessions from before don't say it.
ALTER TABLE sessions ADD COLUMN first_factor TEXT;
