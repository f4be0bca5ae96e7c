-- A telephone number that logs people in names one account of its connection.
CREATE UNIQUE INDEX identities_by_phone_number ON identities (tenant_id, connection_id, phone_number);
