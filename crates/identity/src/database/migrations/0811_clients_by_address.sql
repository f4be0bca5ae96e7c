-- One client for an address, however many requests bring it in at once.
CREATE UNIQUE INDEX clients_by_external_id ON clients (tenant_id, external_id) WHERE external_id IS NOT NULL;
