-- What is stored of the key with which the proxy before a custom domain shows that it is this one.
ALTER TABLE served_domains ADD COLUMN edge_key_hash TEXT;
