-- The address that waits for its first code where somebody follows an enrolment ticket.
ALTER TABLE enrollment_tickets ADD COLUMN enrolling TEXT;
